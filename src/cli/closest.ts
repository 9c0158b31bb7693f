// What a mistyped word probably was.
import { editDistance } from '../language/outline/nearest.ts'

/** The candidate nearest to a word, if one is near enough to be what was meant. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Math.floor(word.length / 3) + 1
  for (const candidate of candidates) {
    if (word.length > 1 && candidate.startsWith(word)) return candidate
    const distance = editDistance(word, candidate)
    if (distance <= bestDistance && (best === undefined || distance < bestDistance)) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}
