// What all metrics of an autoscaler come to: the biggest proposal, unless some fail and the rest would shrink the target.
// Upstream: horizontal.go computeReplicasForMetrics, validateAndParseSelector, tolerancesForHpa.
import type { Scale } from '../../../generated/api/autoscaling.v1.ts'
import type { HorizontalPodAutoscaler, MetricStatus } from '../../../generated/api/autoscaling.v2.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { isSelectorError, parseSelector, type Selector } from '../../../model/labels.ts'
import { mustParseQuantity, quantityAsNumber } from '../../../model/quantity.ts'
import type { FeatureGates } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder, EventType } from '../../client/event-recorder.ts'
import type { Metrics } from '../../client/metrics.ts'
import { keyOf } from '../lib/keys.ts'
import { type Draft, type Proposal, setCondition } from './conditions.ts'
import { MetricFailure, propose } from './metric.ts'
import type { Tolerances } from './replica-calculator.ts'
import type { TargetSelectors } from './selectors.ts'
import type { Situation } from './situation.ts'

const TOLERANCE = 0.1

/** What computing needs. */
export interface Means {
  readonly client: Client
  readonly recorder: EventRecorder
  readonly metrics: Metrics
  readonly gates: FeatureGates
  readonly selectors: TargetSelectors
}

/** The proposal of all metrics; none when `error` says why. */
export interface Computed {
  readonly best: Proposal | undefined
  readonly statuses: MetricStatus[] | null
  readonly error: string | undefined
}

/** Tells the autoscaler's user. */
export function tell({ recorder }: Means, draft: Draft, type: EventType, reason: string, message: string): void {
  draft.acted = true
  recorder.event(draft.hpa, type, reason, message)
}

/** Asks all metrics. */
export function compute(means: Means, draft: Draft, scale: Scale): Computed {
  const { hpa, now } = draft
  const selected = targetSelector(means, draft, scale.status?.selector ?? '')
  if (typeof selected === 'string') return { best: undefined, statuses: null, error: selected }
  const situation: Situation = {
    metrics: means.metrics,
    namespace: hpa.metadata.namespace ?? '',
    pods: podsOf(means.client, hpa, selected),
    specReplicas: scale.spec?.replicas ?? 0,
    statusReplicas: scale.status?.replicas ?? 0,
    tolerances: tolerancesOf(hpa, means.gates),
    now,
  }
  const specs = hpa.spec.metrics ?? []
  const statuses: MetricStatus[] = []
  const failures: MetricFailure[] = []
  let best: Proposal | undefined
  for (const spec of specs) {
    const result = propose(spec, situation)
    if (result instanceof MetricFailure) {
      tell(means, draft, 'Warning', result.reason, result.message)
      failures.push(result)
      statuses.push({ type: '' })
      continue
    }
    statuses.push(result.status)
    if (best === undefined || best.replicas === 0 || result.replicas > best.replicas) best = result
  }
  const [first] = failures
  const error =
    first && `invalid metrics (${failures.length} invalid out of ${specs.length}), first error is: ${first.error}`
  const shrinks = failures.length > 0 && (best?.replicas ?? 0) < situation.specReplicas
  if (failures.length >= specs.length || shrinks) {
    const message = `the HPA was unable to compute the replica count: ${first?.message}`
    if (first) setCondition(draft, { type: 'ScalingActive', status: 'False', reason: first.reason, message })
    return { best: undefined, statuses, error }
  }
  const message = `the HPA was able to successfully calculate a replica count from ${best?.metric}`
  setCondition(draft, { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message })
  return { best, statuses, error }
}

function podsOf({ lister }: Client, { metadata }: HorizontalPodAutoscaler, selector: Selector): Pod[] {
  return lister.list<Pod>('pods', metadata.namespace).filter((pod) => selector.matches(pod.metadata.labels))
}

/** The target's selector, or what is wrong with it. */
function targetSelector(means: Means, draft: Draft, text: string): Selector | string {
  const { client, selectors } = means
  const { hpa } = draft
  const refuse = (event: string, reason: string, error: string, message = error): string => {
    tell(means, draft, 'Warning', event, error)
    setCondition(draft, { type: 'ScalingActive', status: 'False', reason, message })
    return error
  }
  if (text === '') {
    const message = "the HPA target's scale is missing a selector"
    return refuse('SelectorRequired', 'InvalidSelector', 'selector is required', message)
  }
  const selector = parseSelector(text)
  if (isSelectorError(selector)) {
    const error = `couldn't convert selector into a corresponding internal selector object: ${selector.error}`
    return refuse('InvalidSelector', 'InvalidSelector', error)
  }
  selectors.set(keyOf(hpa), selector)
  const rivals = selectors.selecting(podsOf(client, hpa, selector))
  if (rivals.length < 2) return selector
  const error = `pods by selector ${text} are controlled by multiple HPAs: [${rivals.join(' ')}]`
  return refuse('AmbiguousSelector', 'AmbiguousSelector', error)
}

function tolerancesOf({ spec }: HorizontalPodAutoscaler, gates: FeatureGates): Tolerances {
  if (spec.behavior === undefined || !gates.enabled('HPAConfigurableTolerance'))
    return { down: TOLERANCE, up: TOLERANCE }
  const read = (quantity: string | undefined): number =>
    quantity === undefined ? TOLERANCE : quantityAsNumber(mustParseQuantity(quantity))
  return { down: read(spec.behavior.scaleDown?.tolerance), up: read(spec.behavior.scaleUp?.tolerance) }
}
