// `file:42`: which pickles a line of a feature file means. The innermost thing that begins at or before the line counts: in
// a scenario that scenario, in an examples table its rows, on a row that row; above the first scenario everything.
import type { Pickle } from './pickles.ts'
import type { Location, Tag } from './tree.ts'

interface Tagged {
  readonly tags: readonly Tag[]
  readonly location: Location
}

/** The pickles meant by a 1-based line of their file. */
export function picklesAt(pickles: readonly Pickle[], line: number): Pickle[] {
  const onRow = pickles.filter((pickle) => pickle.row?.location.line === line)
  if (onRow.length > 0) return onRow
  const feature = pickles[0]?.feature
  if (feature === undefined) return []
  const starts: Tagged[] = []
  for (const child of feature.children) {
    const scenarios = child.type === 'rule' ? child.children : [child]
    if (child.type === 'rule') starts.push(child)
    for (const scenario of scenarios) starts.push(scenario, ...scenario.examples)
  }
  const meant = starts.findLast((thing) => firstLine(thing) <= line)
  if (meant === undefined) return [...pickles]
  return pickles.filter((p) => p.rule === meant || p.scenario === meant || p.examples === meant)
}

function firstLine({ tags, location }: Tagged): number {
  return tags[0]?.location.line ?? location.line
}
