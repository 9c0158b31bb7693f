// The options of a write in its query (or a deletion's body), judged as metav1/validation does.
// Upstream: apimachinery/pkg/apis/meta/v1/validation/validation.go.
import { validateFieldManager } from '../kinds/lib/validation/field-manager.ts'
import type { RequestContext } from './context.ts'
import { FieldErrors } from './status/field-errors.ts'
import { Path } from './status/path.ts'
import { invalid } from './status/status-error.ts'

const DIRECTIVES = ['', 'Ignore', 'Strict', 'Warn']
const MANAGER = Path.of('fieldManager')

/** Reads dryRun, fieldValidation and fieldManager into the context; refuses what is not allowed, as `<kind>Options`. */
export function readWriteOptions(
  context: RequestContext,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  apply = false,
): void {
  const query = context.request.query ?? {}
  const errors = new FieldErrors()
  const manager = query['fieldManager'] ?? ''
  if (kind === 'PatchOptions') {
    if (apply && manager === '') errors.required('fieldManager', 'is required for apply patch')
    if (!apply && query['force'] !== undefined) errors.forbidden('force', 'may not be specified for non-apply patch')
  }
  validateFieldManager(manager, MANAGER, errors)
  validateDryRun(query['dryRun'] === undefined ? [] : [query['dryRun']], errors)
  const directive = query['fieldValidation'] ?? ''
  if (!DIRECTIVES.includes(directive)) errors.notSupported('fieldValidation', directive, DIRECTIVES)
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', name: kind }, '', errors)
  context.dryRun = query['dryRun'] !== undefined
  context.fieldManager = manager
  if (directive !== '') context.fieldValidation = directive as RequestContext['fieldValidation']
}

/** dryRun may only be All. */
export function validateDryRun(values: readonly string[], errors: FieldErrors): void {
  if (values.some((value) => value !== 'All')) errors.notSupported('dryRun', values, ['All'])
}
