// ClusterRole: what may be done anywhere, by rules of its own or gathered from others by their labels.
// Upstream: pkg/registry/rbac/clusterrole/strategy.go, ValidateClusterRole in pkg/apis/rbac/validation.
import type { ClusterRole } from '../../../../generated/api/rbac.v1.ts'
import { selectorOfObject } from '../../../../model/labels.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { nameOfRBAC, validateRules } from '../../lib/rbac/rules.ts'
import {
  METADATA,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateLabelSelector,
} from '../../lib/validation/metadata.ts'

const META_RULES = { namespaced: false, name: nameOfRBAC }
const SELECTORS = Path.of('aggregationRule', 'clusterRoleSelectors')

function validate(object: ClusterRole, errors: FieldErrors, allowInvalidLabelValue: boolean): void {
  validateRules(object.rules, false, errors)
  if (object.aggregationRule === undefined) return
  const selectors = object.aggregationRule.clusterRoleSelectors ?? []
  if (selectors.length === 0) {
    errors.required(SELECTORS, 'at least one clusterRoleSelector required if aggregationRule is non-nil')
  }
  for (const [i, selector] of selectors.entries()) {
    validateLabelSelector(selector, SELECTORS.index(i), errors, { allowInvalidLabelValue })
    if ('error' in selectorOfObject(selector)) errors.invalid(SELECTORS.index(i), null, 'invalid label selector.')
  }
}

/** A stored selector that the rules would refuse may stay. */
function hasInvalidSelector({ aggregationRule }: ClusterRole): boolean {
  const errors = new FieldErrors()
  for (const selector of aggregationRule?.clusterRoleSelectors ?? []) validateLabelSelector(selector, SELECTORS, errors)
  return errors.length > 0
}

/** ClusterRole of rbac.authorization.k8s.io/v1. */
export const kind: KindRules<ClusterRole> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  name: nameOfRBAC,
  validate: (object, errors) => validate(object, errors, false),
  update: {
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors, hasInvalidSelector(old))
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
    },
  },
}
