// Whether a request is one a policy or webhook is about: rules, names, namespace and object selectors.
// Upstream: apiserver/pkg/admission/plugin/{policy/matching,webhook/predicates}.
import type { NamedRuleWithOperations } from '../../../../generated/api/admissionregistration.v1.ts'
import type { Namespace } from '../../../../generated/api/core.v1.ts'
import type { LabelSelector } from '../../../../generated/api/meta.v1.ts'
import { matchesLabelSelector } from '../../../../model/labels.ts'
import { notFound } from '../../../api/status/status-error.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext } from '../../contract.ts'

/** Configuration of admission is never subject to it. */
export const isExempt = ({ resource }: AdmissionAttributes): boolean =>
  resource.group === 'admissionregistration.k8s.io'

const includes = (items: readonly string[] | undefined, wanted: string): boolean =>
  items?.some((item) => item === '*' || item === wanted) === true

function resourceFits(
  resources: readonly string[] | undefined,
  { resource, subresource }: AdmissionAttributes,
): boolean {
  return (
    resources?.some((text) => {
      const slash = text.indexOf('/')
      const name = slash < 0 ? text : text.slice(0, slash)
      const sub = slash < 0 ? '' : text.slice(slash + 1)
      return (name === '*' || name === resource.resource) && (sub === '*' || sub === subresource)
    }) === true
  )
}

function scopeFits(scope: string | undefined, { resource, namespace }: AdmissionAttributes): boolean {
  if (scope === undefined || scope === '*') return true
  const cluster = resource.key === 'namespaces' || namespace === ''
  return scope === 'Cluster' ? cluster : !cluster
}

/** Whether one rule is about the request. */
export function matchesRule(rule: NamedRuleWithOperations, attributes: AdmissionAttributes): boolean {
  const { operation, resource, name } = attributes
  return (
    scopeFits(rule.scope, attributes) &&
    includes(rule.operations, operation) &&
    includes(rule.apiGroups, resource.group) &&
    includes(rule.apiVersions, resource.version) &&
    resourceFits(rule.resources, attributes) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  )
}

const isEmpty = (selector: LabelSelector | undefined): boolean =>
  selector === undefined ||
  ((selector.matchExpressions?.length ?? 0) === 0 && Object.keys(selector.matchLabels ?? {}).length === 0)

/** Whether the request's namespace is selected; requests for what is in none always are. */
export function matchesNamespace(
  selector: LabelSelector | undefined,
  { resource, namespace, operation, subresource, object }: AdmissionAttributes,
  { lister }: AdmissionContext,
): boolean {
  if ((namespace === '' && resource.resource !== 'namespaces') || isEmpty(selector)) return true
  const writes = operation === 'CREATE' || operation === 'UPDATE'
  if (resource.resource === 'namespaces' && subresource === '' && writes) {
    return matchesLabelSelector(selector!, object?.metadata.labels ?? {})
  }
  const found = lister.get<Namespace>('namespaces', '', namespace)
  if (found === undefined) throw notFound({ group: '', name: 'namespaces' }, namespace)
  return matchesLabelSelector(selector!, found.metadata.labels ?? {})
}

const fits = (selector: LabelSelector | undefined, object: KubeObject | undefined): boolean =>
  object?.metadata !== undefined && matchesLabelSelector(selector!, object.metadata.labels ?? {})

/** Whether the object, as it is or as it was, is selected. */
export const matchesObject = (
  selector: LabelSelector | undefined,
  { object, oldObject }: AdmissionAttributes,
): boolean => isEmpty(selector) || fits(selector, object) || fits(selector, oldObject)
