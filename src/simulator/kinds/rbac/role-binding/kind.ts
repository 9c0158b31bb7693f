// RoleBinding: who gets a role in a namespace. Upstream: pkg/registry/rbac/rolebinding/strategy.go, pkg/apis/rbac/validation.
import type { RoleBinding } from '../../../../generated/api/rbac.v1.ts'
import type { KindRules } from '../../contract.ts'
import { bindingRow, defaultBinding, validateBinding, validateSameRole } from '../../lib/rbac/bindings.ts'
import { nameOfRBAC } from '../../lib/rbac/rules.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'

const META_RULES = { namespaced: true, name: nameOfRBAC }
const ROLE_KINDS = ['Role', 'ClusterRole']

/** RoleBinding of rbac.authorization.k8s.io/v1. */
export const kind: KindRules<RoleBinding> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  name: nameOfRBAC,
  defaults: defaultBinding,
  validate: (object, errors) => validateBinding(object, ROLE_KINDS, true, errors),
  update: {
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateBinding(object, ROLE_KINDS, true, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateSameRole(object, old, errors)
    },
  },
  row: bindingRow,
}
