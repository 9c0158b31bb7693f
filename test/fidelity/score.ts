// Fidelity is a score per area, printed as a table; each area has a floor in floors.json that only rises.
import fs from 'node:fs'
import path from 'node:path'

/** Exact cases over all cases of one area. */
export interface Score {
  readonly exact: number
  readonly total: number
}

const file = path.resolve(import.meta.dirname, 'floors.json')

/** Percent per area that a score must not fall below. */
export function floors(group: string): Readonly<Record<string, number>> {
  const all = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Record<string, number>>
  return all[group] ?? {}
}

/** Percent with one decimal, rounded down: a floor is reached, not rounded to. */
export const percent = ({ exact, total }: Score): number =>
  total === 0 ? 100 : Math.floor((1000 * exact) / total) / 10

/** The table of all areas as text. */
export function table(
  title: string,
  scores: ReadonlyMap<string, Score>,
  floor: Readonly<Record<string, number>>,
): string {
  const lines = [...scores].map(
    ([area, score]) =>
      `  ${area.padEnd(36)} ${`${score.exact}/${score.total}`.padStart(12)} ${percent(score).toFixed(1).padStart(6)} %${floor[area] === undefined ? '' : `  floor ${floor[area]}`}`,
  )
  const all = [...scores.values()].reduce((sum, s) => ({ exact: sum.exact + s.exact, total: sum.total + s.total }), {
    exact: 0,
    total: 0,
  })
  return [
    title,
    ...lines,
    `  ${'all'.padEnd(36)} ${`${all.exact}/${all.total}`.padStart(12)} ${percent(all).toFixed(1).padStart(6)} %`,
  ].join('\n')
}

/**
 * With KABUKI_RAISE_FLOORS set, floors of a group rise to the scores just reached (never fall): `npm run floors`. Areas that are
 * new get one.
 */
export function raiseFloors(group: string, scores: ReadonlyMap<string, Score>): void {
  if (process.env['KABUKI_RAISE_FLOORS'] === undefined) return
  const all = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Record<string, number>>
  const own = all[group] ?? {}
  for (const [area, score] of scores) own[area] = Math.max(own[area] ?? 0, percent(score))
  all[group] = Object.fromEntries(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1)))
  fs.writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
}
