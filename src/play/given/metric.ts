// What the metrics APIs answer. Sentences: grammar/*/given/metric.peggy.
import type { MetricSpec, PodsChosen } from '../../cluster/port.ts'
import type { Subject, Tail } from '../../language/nodes.ts'
import { isQuantityError, parseQuantity } from '../../model/quantity.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'
import { type Resolved, resolve } from '../targets.ts'

/** Plays given/metric. */
export const family: SentenceFamily = {
  handlers: {
    'given/metric/server': (_, play) => say(play, { is: 'server' }),
    'given/metric/usage': ({ subject, tail, container, amount, resource, together }, play) =>
      ofPods(play, subject, tail, (of) => ({
        is: 'usage',
        of,
        ...(container === undefined ? {} : { container }),
        resource,
        amount,
        together,
      })),
    'given/metric/unknown': ({ subject, tail }, play) => ofPods(play, subject, tail, (of) => ({ is: 'unknown', of })),
    'given/metric/number': ({ metric, labels, subject, amount, tail }, play) => {
      const resolved = resolve(play, subject, tail)
      if ('problem' in resolved) return { summary: resolved.problem }
      const kind = resolved.is === 'one' ? resolved.target.kind : resolved.kind
      if (kind.key === 'pods') return say(play, { is: 'ofPods', of: podsOf(resolved), metric, labels, amount })
      if (resolved.is === 'many') return { summary: 'a metric is of pods, or of one other object: name it' }
      const { namespace, name } = resolved.target
      const of = { apiVersion: kind.apiVersion, kind: kind.kind, namespace: namespace || play.namespace, name }
      return say(play, { is: 'ofObject', of, metric, labels, amount })
    },
    'given/metric/external': ({ metric, labels, amount, tail }, play) =>
      say(play, { is: 'external', namespace: tail.namespace ?? play.namespace, metric, labels, amount }),
  },
}

async function say(play: Play, metric: MetricSpec): Promise<Failure | undefined> {
  if ('amount' in metric && isQuantityError(parseQuantity(metric.amount)))
    return { summary: `"${metric.amount}" is no quantity`, expected: 'a quantity such as 200m or 2k' }
  await play.onCluster((cluster) => cluster.setMetric(metric))
  return undefined
}

function ofPods(
  play: Play,
  subject: Subject,
  tail: Tail,
  metric: (of: PodsChosen) => MetricSpec,
): Failure | Promise<Failure | undefined> {
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  const kind = resolved.is === 'one' ? resolved.target.kind : resolved.kind
  if (kind.key !== 'pods') return { summary: `only pods use anything, not a ${kind.kind}` }
  return say(play, metric(podsOf(resolved)))
}

function podsOf(resolved: Resolved): PodsChosen {
  if (resolved.is === 'one') return { namespace: resolved.target.namespace, name: resolved.target.name }
  const { selector, owner, node } = resolved.filter
  return {
    namespace: resolved.namespace,
    ...(selector === undefined ? {} : { selector }),
    ...(owner === undefined ? {} : { owner: { kind: owner.kind.kind, name: owner.name } }),
    ...(node === undefined ? {} : { node }),
  }
}
