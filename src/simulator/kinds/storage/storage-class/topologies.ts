// Where volumes of a class may be made. Upstream: validateAllowedTopologies in pkg/apis/storage/validation/validation.go,
// ValidateTopologySelectorTerm in pkg/apis/core/validation/validation.go.
import type { TopologySelectorTerm } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateLabelName } from '../../lib/validation/labels.ts'

/** Terms, no two of them the same. */
export function validateTopologies(terms: readonly TopologySelectorTerm[], path: Path, errors: FieldErrors): void {
  // Upstream begins with one empty entry for each term: a term that says nothing is a duplicate of every one of them.
  const seen: string[] = terms.map(() => '[]')
  for (const [i, term] of terms.entries()) {
    const place = path.index(i).child('matchLabelExpressions')
    const form = validateTerm(term, place, errors)
    for (const other of seen) if (other === form) errors.duplicate(place, '')
    seen.push(form)
  }
}

/** Answers the term in a form that tells it from others. */
function validateTerm({ matchLabelExpressions = [] }: TopologySelectorTerm, path: Path, errors: FieldErrors): string {
  const sets = new Map<string, readonly string[]>()
  for (const [i, { key, values }] of matchLabelExpressions.entries()) {
    const place = path.index(i)
    const list = values ?? []
    if (list.length === 0) errors.required(place.child('values'))
    for (const [j, value] of list.entries()) {
      if (list.indexOf(value) < j) errors.duplicate(place.child('values').index(j), value)
    }
    validateLabelName(key, place.child('key'), errors)
    if (sets.has(key)) errors.duplicate(place.child('key'), key)
    sets.set(key, [...new Set(list)].sort())
  }
  return JSON.stringify([...sets].sort(([a], [b]) => (a < b ? -1 : 1)))
}
