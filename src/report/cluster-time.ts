// Cluster time as people say it: `0s`, `1.5s`, `2m30s`, `1d2h`.

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const

/** A number of milliseconds in words; below a minute to the millisecond, above it to the second. */
export function clusterTime(milliseconds: number): string {
  if (milliseconds < 60_000) return `${milliseconds / 1000}s`
  let rest = Math.floor(milliseconds / 1000) * 1000
  let text = ''
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count > 0) text += `${count}${unit}`
  }
  return rest === 0 ? text : `${text}${rest / 1000}s`
}
