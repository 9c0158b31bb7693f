// The webhooks of all configurations, in the order they are called, and whether one is called for a request.
// Upstream: apiserver/pkg/admission/configuration, plugin/webhook/generic/webhook.go.
import type { MutatingWebhook, ValidatingWebhook } from '../../../../generated/api/admissionregistration.v1.ts'
import { forbidden } from '../../../api/status/status-error.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext } from '../../contract.ts'
import { type CompiledConditions, compileConditions, meetsConditions } from '../policy/evaluate.ts'
import { matchesNamespace, matchesObject, matchesRule } from '../policy/match.ts'
import { RequestValues } from '../policy/request-values.ts'

/** Either sort of webhook. */
export type AnyWebhook = ValidatingWebhook | MutatingWebhook

interface Configuration extends KubeObject {
  readonly webhooks?: readonly AnyWebhook[]
}

const conditions = new WeakMap<AnyWebhook, CompiledConditions>()

function conditionsOf(hook: AnyWebhook): CompiledConditions {
  let made = conditions.get(hook)
  if (made === undefined) {
    made = compileConditions(hook.matchConditions, false)
    conditions.set(hook, made)
  }
  return made
}

/** A webhook, and what tells it from all others. */
export interface PlacedHook<T extends AnyWebhook> {
  readonly hook: T
  readonly key: string
}

/** The webhooks of a sort: configurations by name, webhooks as listed. */
export function hooksIn<T extends AnyWebhook>(
  resource: string,
  { lister }: AdmissionContext,
): readonly PlacedHook<T>[] {
  const configurations = lister.list<Configuration>(resource)
  if (configurations.length === 0) return NO_HOOKS
  return configurations.flatMap(({ metadata, webhooks = [] }) =>
    (webhooks as readonly T[]).map((hook, i) => ({ hook, key: `${metadata.name}/${hook.name}/${i}` })),
  )
}

const NO_HOOKS: readonly never[] = []

/** Whether a webhook is called for a request; refuses where its conditions cannot be judged. */
export function isCalled(hook: AnyWebhook, attributes: AdmissionAttributes, context: AdmissionContext): boolean {
  if (!hook.rules?.some((rule) => matchesRule(rule, attributes))) return false
  if (!matchesNamespace(hook.namespaceSelector, attributes, context)) return false
  if (!matchesObject(hook.objectSelector, attributes)) return false
  if (!hook.matchConditions?.length) return true
  const met = meetsConditions(conditionsOf(hook), new RequestValues(attributes, context, undefined), hook.failurePolicy)
  if (typeof met === 'boolean') return met
  const { resource, name } = attributes
  throw forbidden({ group: resource.group, name: resource.resource }, name, met.error)
}
