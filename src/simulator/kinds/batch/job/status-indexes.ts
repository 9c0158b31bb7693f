// Whether an index has both completed and failed.
// Upstream: validateFailedIndexesNotOverlapCompleted in pkg/apis/batch/validation/validation.go.
import { type Interval, parseInterval } from '../../lib/job/success-policy.ts'

/** The intervals of a list; parts that cannot be read are passed over, for they are refused elsewhere. */
const intervalsOf = (text: string, completions: number): readonly Interval[] =>
  text.split(',').flatMap((part) => {
    const interval = parseInterval(part, completions)
    return 'error' in interval ? [] : [interval]
  })

/** The first overlap in words; undefined when there is none. */
export function indexesOverlap(completed: string, failed: string, completions: number): string | undefined {
  if (completed === '' || failed === '') return undefined
  const first = intervalsOf(completed, completions)
  const second = intervalsOf(failed, completions)
  let [i, j] = [0, 0]
  while (i < first.length && j < second.length) {
    const [a, b] = [first[i]!, second[j]!]
    if (a.from <= b.to && b.from <= a.to) {
      return `failedIndexes and completedIndexes overlap at index: ${Math.max(a.from, b.from)}`
    }
    if (a.from <= b.from) i++
    else j++
  }
  return undefined
}
