// matchPolicy Equivalent: a request that no rule is about may be one about another version of its resource; then it is judged, and
// shown, in that version. Upstream: apiserver/pkg/admission/plugin/webhook/generic/webhook.go, policy/matching/matching.go.
import type { MatchResources, NamedRuleWithOperations } from '../../../../generated/api/admissionregistration.v1.ts'
import type { KubeObject, ResourceInfo } from '../../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext } from '../../contract.ts'
import { matchesNamespace, matchesObject, matchesRule } from './match.ts'

/** The request as the first rule that fits is about it; undefined when none does. */
export function requestFor(
  rules: readonly NamedRuleWithOperations[],
  matchPolicy: string | undefined,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
): AdmissionAttributes | undefined {
  if (rules.some((rule) => matchesRule(rule, attributes))) return attributes
  if (matchPolicy !== undefined && matchPolicy !== 'Equivalent') return undefined
  const others = context.machinery.equivalents(attributes.resource)
  if (others.length === 0) return undefined
  for (const rule of rules)
    for (const resource of others)
      if (matchesRule(rule, { ...attributes, resource })) return inVersion(resource, attributes, context)
  return undefined
}

/** The request as a policy's constraints are about it; undefined when they are not. */
export function requestMatching(
  resources: MatchResources | undefined,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
): AdmissionAttributes | undefined {
  if (resources === undefined) return attributes
  const { namespaceSelector, objectSelector, excludeResourceRules = [], resourceRules = [], matchPolicy } = resources
  const asked = resourceRules.length === 0 ? attributes : requestFor(resourceRules, matchPolicy, attributes, context)
  if (asked === undefined || requestFor(excludeResourceRules, matchPolicy, attributes, context) !== undefined)
    return undefined
  const fits = matchesNamespace(namespaceSelector, attributes, context) && matchesObject(objectSelector, attributes)
  return fits ? asked : undefined
}

function inVersion(
  resource: ResourceInfo,
  attributes: AdmissionAttributes,
  { machinery }: AdmissionContext,
): AdmissionAttributes {
  const { resource: requested, object, oldObject } = attributes
  // Subresources have objects of their own kinds.
  const convert = (one: KubeObject | undefined): KubeObject | undefined =>
    one === undefined || (one.kind !== undefined && one.kind !== requested.kind)
      ? one
      : machinery.convert(one, requested, resource)
  return { ...attributes, resource, requested, object: convert(object), oldObject: convert(oldObject) }
}
