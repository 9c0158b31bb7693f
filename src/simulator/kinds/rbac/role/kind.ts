// Role: what may be done in a namespace. Upstream: pkg/registry/rbac/role/strategy.go, pkg/apis/rbac/validation.
import type { Role } from '../../../../generated/api/rbac.v1.ts'
import type { KindRules } from '../../contract.ts'
import { nameOfRBAC, validateRules } from '../../lib/rbac/rules.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'

const META_RULES = { namespaced: true, name: nameOfRBAC }

/** Role of rbac.authorization.k8s.io/v1. */
export const kind: KindRules<Role> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  name: nameOfRBAC,
  validate: (object, errors) => validateRules(object.rules, true, errors),
  update: {
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateRules(object.rules, true, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
    },
  },
}
