// What a scenario says of metrics, made into the rules of `Metrics`: which pods are meant is asked anew whenever somebody looks.
import type { Pod } from '../../generated/api/core.v1.ts'
import { type LabelRequirement, type Labels, matchesRequirement } from '../../model/label-requirement.ts'
import { controllerOf } from '../../model/owner-references.ts'
import { mustParseQuantity, quantityMilliValue } from '../../model/quantity.ts'
import type { KubeObject, Lister } from '../api/types.ts'
import type { Metrics } from './metrics.ts'

/** Some pods of a namespace. */
export interface PodsChosen {
  readonly namespace: string
  readonly name?: string
  readonly selector?: readonly LabelRequirement[]
  readonly owner?: { readonly kind: string; readonly name: string }
  readonly node?: string
}

interface Number {
  readonly metric: string
  readonly labels?: Labels
  readonly amount: string
}

/** One thing said; the port's MetricSpec says what each means. */
export type MetricSetting =
  | { readonly is: 'server' }
  | {
      readonly is: 'usage'
      readonly of: PodsChosen | { readonly image: string }
      readonly container?: string
      readonly resource: string
      readonly amount: string
      readonly together?: boolean
    }
  | { readonly is: 'unknown'; readonly of: PodsChosen }
  | ({ readonly is: 'ofPods'; readonly of: PodsChosen } & Number)
  | ({
      readonly is: 'ofObject'
      readonly of: {
        readonly apiVersion: string
        readonly kind: string
        readonly namespace: string
        readonly name: string
      }
    } & Number)
  | ({ readonly is: 'external'; readonly namespace: string } & Number)

/** Tells the metrics; amounts are quantities. */
export function setMetric(metrics: Metrics, lister: Lister, setting: MetricSetting): void {
  if (setting.is === 'server') {
    metrics.serve()
    return
  }
  if (setting.is === 'unknown') {
    metrics.forget({ namespace: setting.of.namespace, applies: chosen(setting.of, lister) })
    return
  }
  const milli = quantityMilliValue(mustParseQuantity(setting.amount))
  if (setting.is === 'usage') {
    const { of, container, resource, together: shared = false } = setting
    const which = 'image' in of ? { image: of.image } : { namespace: of.namespace, applies: chosen(of, lister) }
    metrics.use({ ...which, ...(container === undefined ? {} : { container }), resource, milli, shared })
    return
  }
  const { metric, labels = {} } = setting
  if (setting.is === 'external') metrics.setExternal({ namespace: setting.namespace, metric, labels, milli })
  else if (setting.is === 'ofPods') {
    const { of } = setting
    metrics.setForPods({ namespace: of.namespace, applies: chosen(of, lister), metric, labels, milli })
  } else {
    const { apiVersion, kind, namespace, name } = setting.of
    const at = apiVersion.indexOf('/')
    const group = at < 0 ? '' : apiVersion.slice(0, at)
    // The adapter knows a Namespace's numbers in its own namespace.
    const where = kind === 'Namespace' && group === '' ? name : namespace
    metrics.setForObject({ group, kind, namespace: where, name, metric, labels, milli })
  }
}

function chosen({ name, selector = [], owner, node }: PodsChosen, lister: Lister): (pod: Pod) => boolean {
  return (pod) => {
    const { metadata, spec } = pod
    if (name !== undefined && metadata.name !== name) return false
    if (node !== undefined && spec.nodeName !== node) return false
    if (!selector.every((requirement) => matchesRequirement(requirement, metadata.labels ?? {}))) return false
    return owner === undefined || isOwned(pod, owner, lister)
  }
}

/** What stands between a workload and its pods. */
const MIDDLEMEN: Readonly<Record<string, string>> = { ReplicaSet: 'replicasets.apps', Job: 'jobs.batch' }

function isOwned(object: KubeObject, owner: { readonly kind: string; readonly name: string }, lister: Lister): boolean {
  const reference = controllerOf(object)
  if (reference === undefined) return false
  if (reference.kind === owner.kind && reference.name === owner.name) return true
  const resource = MIDDLEMEN[reference.kind]
  const middleman = resource && lister.get<KubeObject>(resource, object.metadata.namespace ?? '', reference.name)
  return middleman ? isOwned(middleman, owner, lister) : false
}
