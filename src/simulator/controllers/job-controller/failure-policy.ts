// What a failed pod means by the Job's podFailurePolicy. Upstream: pkg/controller/job/pod_failure_policy.go.
import type { Job, PodFailurePolicyOnExitCodesRequirement } from '../../../generated/api/batch.v1.ts'
import type { ContainerStatus, Pod } from '../../../generated/api/core.v1.ts'
import { hasFailed } from './job-pods.ts'

/** The verdict on one pod. */
export interface Verdict {
  /** Why the whole Job fails by it. */
  readonly failsJob?: string
  readonly counts: boolean
  readonly failsIndex?: boolean
}

const counted: Verdict = { counts: true }

/** Judges a failed pod. */
export function judge({ spec }: Job, pod: Pod): Verdict {
  const { namespace, name } = pod.metadata
  for (const [index, { action, onExitCodes, onPodConditions }] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    let matched: string | undefined
    if (onExitCodes !== undefined) {
      const container = containerMatching(pod, onExitCodes)
      if (container !== undefined)
        matched = `Container ${container.name} for pod ${namespace}/${name} failed with exit code ${container.state?.terminated?.exitCode}`
    } else {
      const condition = pod.status.conditions?.find(({ type, status }) =>
        onPodConditions?.some((pattern) => pattern.type === type && pattern.status === status),
      )
      if (condition !== undefined) matched = `Pod ${namespace}/${name} has condition ${condition.type}`
    }
    if (matched === undefined) continue
    if (action === 'Ignore') return { counts: false }
    if (action === 'FailIndex') return { counts: true, failsIndex: true }
    if (action === 'Count') return counted
    if (action === 'FailJob') return { counts: true, failsJob: `${matched} matching ${action} rule at index ${index}` }
  }
  return counted
}

function containerMatching({ status }: Pod, rule: PodFailurePolicyOnExitCodesRequirement): ContainerStatus | undefined {
  return [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].find(({ name, state }) => {
    const code = state?.terminated?.exitCode
    if (code === undefined || code === 0) return false
    if (rule.containerName !== undefined && rule.containerName !== name) return false
    const listed = rule.values?.includes(code) === true
    return rule.operator === 'In' ? listed : rule.operator === 'NotIn' && !listed
  })
}

/** Why the Job fails by one of its pods. */
export function jobFailure(job: Job, pods: readonly Pod[]): string | undefined {
  if (job.spec.podFailurePolicy === undefined) return undefined
  for (const pod of pods) {
    const failsJob = hasFailed(pod, job) ? judge(job, pod).failsJob : undefined
    if (failsJob !== undefined) return failsJob
  }
  return undefined
}
