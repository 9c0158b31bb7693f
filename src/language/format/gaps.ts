// How many blank lines stand between two neighbours: one before everything with a title, none between what belongs together,
// at most one where the writer chose to put some.
import type { PartKind } from './parts.ts'

/** What may stand beside what: the parts, and the description of a title. */
export type Neighbour = PartKind | 'description' | 'language'

/** The blank lines between two neighbours; `found` is how many there were. */
export function gapBetween(before: Neighbour | undefined, after: Neighbour | undefined, found: number): number {
  if (before === undefined || after === undefined) return 0
  const chosen = Math.min(found, 1)
  if (before === 'tags') return 0
  switch (after) {
    case 'tags':
    case 'block':
      return before === 'language' ? chosen : 1
    case 'feature':
    case 'language':
      return chosen
    case 'description':
      return before === 'description' ? found : 0
    case 'step':
      return before === 'feature' || before === 'block' ? 0 : before === 'description' ? 1 : chosen
    case 'row':
    case 'text':
      return before === 'description' ? 1 : 0
  }
}
