// The webhooks of all configurations, in the order they are called, and whether one is called for a request.
// Upstream: apiserver/pkg/admission/configuration, plugin/webhook/generic/webhook.go.
import type { MutatingWebhook, ValidatingWebhook } from '../../../../generated/api/admissionregistration.v1.ts'
import { forbidden } from '../../../api/status/status-error.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext } from '../../contract.ts'
import { requestFor } from '../policy/equivalent.ts'
import { type CompiledConditions, compileConditions, meetsConditions } from '../policy/evaluate.ts'
import { matchesNamespace, matchesObject } from '../policy/match.ts'
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
  readonly configuration: string
  /** Its place among all of its sort. */
  readonly index: number
}

/** The webhooks of a sort: configurations by name, webhooks as listed. */
export function hooksIn<T extends AnyWebhook>(
  resource: string,
  { lister }: AdmissionContext,
): readonly PlacedHook<T>[] {
  const configurations = lister.list<Configuration>(resource)
  if (configurations.length === 0) return NO_HOOKS
  const found = configurations.flatMap(({ metadata, webhooks = [] }) =>
    (webhooks as readonly T[]).map((hook) => ({ hook, configuration: metadata.name ?? '' })),
  )
  return found.map(({ hook, configuration }, index) => ({
    hook,
    configuration,
    index,
    key: `${configuration}/${hook.name}/${index}`,
  }))
}

const NO_HOOKS: readonly never[] = []

/**
 * The request as a webhook is asked about it; undefined when it is not. Refuses where its conditions cannot be judged.
 */
export function askedAbout(
  hook: AnyWebhook,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
): AdmissionAttributes | undefined {
  const asked = requestFor(hook.rules ?? [], hook.matchPolicy, attributes, context)
  if (asked === undefined) return undefined
  if (!matchesNamespace(hook.namespaceSelector, attributes, context)) return undefined
  if (!matchesObject(hook.objectSelector, attributes)) return undefined
  if (!hook.matchConditions?.length) return asked
  const met = meetsConditions(conditionsOf(hook), new RequestValues(asked, context, undefined), hook.failurePolicy)
  if (typeof met === 'boolean') return met ? asked : undefined
  const { resource, name } = attributes
  throw forbidden({ group: resource.group, name: resource.resource }, name, met.error)
}
