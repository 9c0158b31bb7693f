// Guesses what was meant: the language behind an unknown code. Only asked when there is an error.
import { dialect, LANGUAGE_CODES } from './dialects.ts'

/** The code of the language whose code or name is nearest to what was written. */
export function nearestLanguage(code: string): string | undefined {
  const wanted = code.toLowerCase().replaceAll('_', '-')
  let best: string | undefined
  let bestDistance = 2
  for (const candidate of LANGUAGE_CODES) {
    const lower = candidate.toLowerCase()
    const { name, native } = dialect(candidate)!
    if (lower === wanted || name.toLowerCase() === wanted || native.toLowerCase() === wanted) return candidate
    // `ja-JP` and the like: the language without its region.
    if (wanted.startsWith(`${lower}-`)) return candidate
    const distance = lower.charAt(0) === wanted.charAt(0) ? editDistance(lower, wanted) : bestDistance
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return wanted === 'jp' ? 'ja' : best
}

/** The number of insertions, deletions and replacements between two short texts. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
