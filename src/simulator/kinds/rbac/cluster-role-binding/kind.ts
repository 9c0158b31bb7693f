// ClusterRoleBinding: who gets a role everywhere. Upstream: pkg/registry/rbac/clusterrolebinding/strategy.go, pkg/apis/rbac/validation.
import type { ClusterRoleBinding } from '../../../../generated/api/rbac.v1.ts'
import type { KindRules } from '../../contract.ts'
import { bindingRow, defaultBinding, validateBinding, validateSameRole } from '../../lib/rbac/bindings.ts'
import { nameOfRBAC } from '../../lib/rbac/rules.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'

const META_RULES = { namespaced: false, name: nameOfRBAC }
const ROLE_KINDS = ['ClusterRole']

/** ClusterRoleBinding of rbac.authorization.k8s.io/v1. */
export const kind: KindRules<ClusterRoleBinding> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  name: nameOfRBAC,
  defaults: defaultBinding,
  validate: (object, errors) => validateBinding(object, ROLE_KINDS, false, errors),
  update: {
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateBinding(object, ROLE_KINDS, false, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateSameRole(object, old, errors)
    },
  },
  row: bindingRow,
}
