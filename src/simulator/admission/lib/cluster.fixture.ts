// What tests of admission plugins need: a lister over plain objects, gates that are on, chance that is none.
import { StatusError } from '../../api/status/status-error.ts'
import type { KubeObject, Lister, ResourceInfo } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'

/** Objects by resource key. */
export type Cluster = Readonly<Record<string, readonly KubeObject[]>>

const listerOf = (cluster: Cluster): Lister => ({
  get: <T extends KubeObject>(resource: string, namespace: string, name: string) =>
    (cluster[resource] ?? []).find(
      ({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace,
    ) as T | undefined,
  list: <T extends KubeObject>(resource: string, namespace?: string) =>
    (cluster[resource] ?? []).filter(
      ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    ) as T[],
})

/** A context over the objects. */
export const contextOf = (cluster: Cluster): AdmissionContext => ({
  lister: listerOf(cluster),
  gates: { enabled: () => true },
  random: { int: () => 0, uuid: () => '00000000-0000-4000-8000-000000000000', suffix: () => 'abcde' },
  authorizer: {
    authorize: () => ({ verdict: 'Allow', reason: '' }),
    rulesFor: () => ({ resourceRules: [], nonResourceRules: [], incomplete: false }),
  },
  now: 0,
  writeStatus: () => {},
  create: () => undefined,
  configuration: () => undefined,
  machinery: {
    resourceOf: () => undefined,
    equivalents: () => [],
    convert: (object) => object,
    apply: (_resource, object) => ({ object }),
    patch: (_resource, object) => ({ object }),
  },
  webhooks: () => undefined,
  warn: () => {},
  annotate: () => {},
  once: (_what, make) => make(),
})

/** A request as admission sees it: `key` is the resource's, the rest may be overridden. */
export function attributesOf(
  key: string,
  object: object | undefined,
  rest: Partial<AdmissionAttributes> = {},
): AdmissionAttributes {
  const [resource = '', ...group] = key.split('.')
  return {
    operation: 'CREATE',
    resource: { key, resource, group: group.join('.') } as ResourceInfo,
    subresource: '',
    namespace: 'default',
    name: (object as KubeObject | undefined)?.metadata.name ?? '',
    object: object as KubeObject | undefined,
    oldObject: undefined,
    user: { name: 'someone', groups: [] },
    dryRun: false,
    options: () => null,
    reinvocation: { again: false, wanted: false, kept: new Map() },
    ...rest,
  }
}

/** Runs both phases; the message of the refusal, or undefined. */
export function refusal(
  plugin: AdmissionPlugin,
  attributes: AdmissionAttributes,
  cluster: Cluster,
): string | undefined {
  try {
    if (!plugin.handles(attributes)) return undefined
    plugin.admit?.(attributes, contextOf(cluster))
    plugin.validate?.(attributes, contextOf(cluster))
    return undefined
  } catch (refused) {
    if (refused instanceof StatusError) return refused.message
    throw refused
  }
}
