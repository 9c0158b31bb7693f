// Which bounds of a LimitRange a pod or a claim breaks.
// Upstream: PodValidateLimitFunc and PersistentVolumeClaimValidateLimitFunc in plugin/pkg/admission/limitranger/admission.go.
import type { LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import { podLimits, podRequests } from '../../../model/pod-resources.ts'
import { type Quantities, quantitiesOf } from '../../../model/resource-list.ts'
import { type Asked, maxProblem, maxRequestProblem, minProblem, ratioProblem } from './constraints.ts'

const NOTHING: Quantities = {}
/** What plain sums over containers leave out; pod-level amounts replace them below. */
const SUMS = { skipPodLevel: true, excludeOverhead: true } as const
const POD_LEVEL = ['cpu', 'memory'] as const

/** What is wrong with a pod: each container by Container items, all together by Pod items. */
export function podProblems(range: LimitRange, pod: Pod, podLevelResources: boolean): readonly string[] {
  const problems: string[] = []
  for (const item of range.spec.limits ?? []) {
    if (item.type === 'Container') {
      for (const { resources } of [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]) {
        const asked = { requests: quantitiesOf(resources?.requests), limits: quantitiesOf(resources?.limits) }
        collect(item, asked, problems)
      }
    } else if (item.type === 'Pod') collect(item, askedByPod(pod, podLevelResources), problems)
  }
  return problems
}

function askedByPod(pod: Pod, podLevelResources: boolean): Asked {
  const requests = podRequests(pod, SUMS)
  const limits = podLimits(pod, SUMS)
  if (podLevelResources) {
    replace(requests, quantitiesOf(pod.spec.resources?.requests))
    replace(limits, quantitiesOf(pod.spec.resources?.limits))
  }
  return { requests, limits }
}

function replace(sums: Quantities, own: Quantities): void {
  for (const name of POD_LEVEL) if (own[name] !== undefined) sums[name] = own[name]
}

function collect(item: LimitRangeItem, asked: Asked, problems: string[]): void {
  const add = (problem: string | undefined): void => {
    if (problem !== undefined) problems.push(problem)
  }
  for (const name in item.min) add(minProblem(item.type, name, item.min[name]!, asked))
  for (const name in item.max) add(maxProblem(item.type, name, item.max[name]!, asked))
  for (const name in item.maxLimitRequestRatio) {
    add(ratioProblem(item.type, name, item.maxLimitRequestRatio[name]!, asked))
  }
}

/** What is wrong with a claim: only what it requests counts. */
export function claimProblems(range: LimitRange, claim: PersistentVolumeClaim): readonly string[] {
  const problems: (string | undefined)[] = []
  const asked = { requests: quantitiesOf(claim.spec.resources?.requests), limits: NOTHING }
  for (const { type, min, max } of range.spec.limits ?? []) {
    if (type !== 'PersistentVolumeClaim') continue
    for (const name in min) problems.push(minProblem(type, name, min[name]!, asked))
    for (const name in max) problems.push(maxRequestProblem(type, name, max[name]!, asked))
  }
  return problems.filter((problem) => problem !== undefined)
}
