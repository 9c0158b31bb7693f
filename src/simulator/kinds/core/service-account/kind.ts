// ServiceAccount: who a pod is. Upstream: pkg/registry/core/serviceaccount/strategy.go.
import type { ServiceAccount } from '../../../../generated/api/core.v1.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const ENFORCE = 'kubernetes.io/enforce-mountable-secrets'
const ENFORCE_WARNING = `metadata.annotations[${ENFORCE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`

/** References to secrets keep nothing but the name. */
function cleanSecretReferences(object: ServiceAccount): void {
  if (object.secrets) object.secrets = object.secrets.map(({ name }) => (name ? { name } : {}))
}

const enforces = (object: ServiceAccount): boolean => object.metadata.annotations?.[ENFORCE] !== undefined

/** ServiceAccount of v1. */
export const kind: KindRules<ServiceAccount> = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  name: nameIsDNSSubdomain,
  prepareForCreate: cleanSecretReferences,
  warningsOnCreate: (object) => (enforces(object) ? [ENFORCE_WARNING] : []),
  update: {
    prepare: cleanSecretReferences,
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
    },
    warnings: (object, old) => (enforces(object) && !enforces(old) ? [ENFORCE_WARNING] : []),
  },
  row: (object, now) => [object.metadata.name, age(object.metadata.creationTimestamp, now)],
}
