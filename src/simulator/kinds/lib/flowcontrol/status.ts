// The status both kinds of flowcontrol have: conditions, one of each type. Its door changes nothing else, metadata neither.
// Upstream: ValidateFlowSchemaStatus in pkg/apis/flowcontrol/validation, the status strategies in pkg/registry/flowcontrol.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { UpdateRules } from '../../contract.ts'

interface WithConditions extends KubeObject {
  spec: object
  status: { conditions?: readonly { readonly type?: string | undefined }[] | undefined }
}

const CONDITIONS = Path.of('status', 'conditions')

/** Judges the conditions. */
export function validateStatus({ status }: WithConditions, errors: FieldErrors): void {
  const seen = new Set<string>()
  for (const [i, { type = '' }] of (status.conditions ?? []).entries()) {
    const path = CONDITIONS.index(i).child('type')
    if (seen.has(type)) errors.duplicate(path, type)
    seen.add(type)
    if (type === '') errors.required(path)
  }
}

/** The status door. */
export const statusRules: UpdateRules<WithConditions> = {
  prepare(object, old) {
    const { managedFields, resourceVersion } = object.metadata
    object.metadata = { ...old.metadata }
    if (resourceVersion !== undefined) object.metadata.resourceVersion = resourceVersion
    if (managedFields !== undefined) object.metadata.managedFields = managedFields
    object.spec = old.spec
  },
  validate: (object, _old, errors) => validateStatus(object, errors),
}
