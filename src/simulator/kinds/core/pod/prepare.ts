// What happens to a new pod before it is judged: status reset, features that are off dropped, label keys merged into
// selectors, AppArmor annotations copied into fields. Upstream: pkg/registry/core/pod/strategy.go (PrepareForCreate).
import type { Pod, PodAffinityTerm } from '../../../../generated/api/core.v1.ts'
import type { LabelSelector } from '../../../../generated/api/meta.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { qosClassOf } from '../../../../model/pod-qos.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext } from '../../contract.ts'
import { dropDisabledFields } from '../../lib/pod-spec/disabled-fields.ts'
import {
  APPARMOR_CONTAINER_PREFIX,
  appArmorFieldForAnnotation,
  validateAppArmorProfile,
} from '../../lib/pod-spec/security/profiles.ts'
import { visitContainers } from '../../lib/pod-spec/visit.ts'
import { USE_APPARMOR } from '../../lib/pod-spec/warnings.ts'

/** What preparing warns of; the strategy's other warnings come after. */
const appArmorWarnings = new WeakMap<Pod, readonly string[]>()

/** The warnings that `preparePod` had about this object. */
export const warningsOfPreparation = (pod: Pod): readonly string[] => appArmorWarnings.get(pod) ?? []

/** PrepareForCreate. */
export function preparePod(pod: Pod, context: KindContext): void {
  pod.metadata.generation = 1
  pod.status = { phase: 'Pending', qosClass: qosClassOf(pod) }
  dropDisabledFields(pod.spec, context.gates)
  if (pod.spec.schedulingGates?.length) setGated(pod, context.now)
  mergeLabelKeys(pod, context)
  if (pod.metadata.annotations) syncAppArmor(pod, pod.metadata.annotations)
}

function setGated(pod: Pod, now: string): void {
  pod.status.conditions = [
    {
      type: 'PodScheduled',
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: now,
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    },
  ]
}

function mergeLabelKeys({ spec, metadata }: Pod, { gates }: KindContext): void {
  const labels = metadata.labels ?? {}
  for (const side of [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity]) {
    for (const { podAffinityTerm } of side?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
      mergeTerm(podAffinityTerm, labels)
    }
    for (const term of side?.requiredDuringSchedulingIgnoredDuringExecution ?? []) mergeTerm(term, labels)
  }
  const spreads = spec.topologySpreadConstraints
  if (spreads === undefined || !gates.enabled('MatchLabelKeysInPodTopologySpread')) return
  if (!gates.enabled('MatchLabelKeysInPodTopologySpreadSelectorMerge')) return
  for (const { labelSelector, matchLabelKeys } of spreads) merge(labelSelector, matchLabelKeys, 'In', labels)
}

function mergeTerm(term: PodAffinityTerm, labels: Readonly<Record<string, string>>): void {
  merge(term.labelSelector, term.matchLabelKeys, 'In', labels)
  merge(term.labelSelector, term.mismatchLabelKeys, 'NotIn', labels)
}

/** The pod's own values of the keys become expressions of the selector; without a selector nothing matches anyway. */
function merge(
  selector: LabelSelector | undefined,
  keys: readonly string[] | undefined,
  operator: 'In' | 'NotIn',
  labels: Readonly<Record<string, string>>,
): void {
  if (selector === undefined || keys === undefined) return
  const known = keys.filter((key) => Object.hasOwn(labels, key))
  if (known.length === 0) return
  const added = known.map((key) => ({ key, operator, values: [labels[key]!] }))
  selector.matchExpressions = [...(selector.matchExpressions ?? []), ...added]
}

const ANNOTATIONS = Path.of('metadata', 'annotations')

/** Upstream: applyAppArmorVersionSkew. */
function syncAppArmor(pod: Pod, annotations: Readonly<Record<string, string>>): void {
  if (pod.spec.os?.name === 'windows') return
  const ofPod = pod.spec.securityContext?.appArmorProfile
  const warnings: string[] = []
  visitContainers(pod.spec, (container) => {
    const key = APPARMOR_CONTAINER_PREFIX + container.name
    const annotation = annotations[key]
    if (annotation === undefined || container.securityContext?.appArmorProfile !== undefined) return
    const errors = new FieldErrors()
    const profile = appArmorFieldForAnnotation(annotation)
    validateAppArmorProfile(profile, ANNOTATIONS, errors)
    const usable = profile !== undefined && errors.length === 0
    if (usable && deepEqual(profile, ofPod)) return
    if (usable) container.securityContext = { ...container.securityContext, appArmorProfile: profile }
    warnings.push(`${ANNOTATIONS.key(key)}: ${USE_APPARMOR}`)
  })
  if (warnings.length > 0) appArmorWarnings.set(pod, warnings)
}
