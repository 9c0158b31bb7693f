// What an update may change in a stateful set. Upstream: ValidateStatefulSetUpdate in pkg/apis/apps/validation/validation.go.
import type { StatefulSetSpec } from '../../../../generated/api/apps.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext } from '../../contract.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { SPEC } from '../../lib/workload/selector.ts'
import { validateStatefulSetSpec } from './validation.ts'

const FIXED =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
const MUTABLE: ReadonlySet<string> = new Set([
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
])

/** The spec after the update, and what must stay of it. A stored set that is itself refused may keep its template. */
export function validateStatefulSetUpdate(
  spec: StatefulSetSpec,
  old: StatefulSetSpec,
  errors: FieldErrors,
  context: KindContext,
): void {
  const lenient = { allowInvalidServiceName: true, skipClaimTemplates: true, skipTemplate: false }
  const ofOld = new FieldErrors()
  validateStatefulSetSpec(old, ofOld, context, old, lenient)
  validateStatefulSetSpec(spec, errors, context, old, { ...lenient, skipTemplate: ofOld.length > 0 })
  const fields = new Set([...Object.keys(spec), ...Object.keys(old)]) as Set<keyof StatefulSetSpec>
  for (const field of fields) {
    if (MUTABLE.has(field) || semanticEqual(spec[field], old[field])) continue
    errors.forbidden(SPEC, FIXED)
    return
  }
}
