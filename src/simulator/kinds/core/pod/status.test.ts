import { describe, expect, it } from 'vitest'
import type { ContainerStatus, Pod, PodStatus } from '../../../../generated/api/core.v1.ts'
import { context, podWith, problemsOf } from '../../lib/pod-spec/pod.fixture.ts'
import { defaultPod } from './defaults.ts'
import { updatePodStatus } from './status.ts'

const container: ContainerStatus = {
  name: 'c',
  state: { terminated: { exitCode: 0, startedAt: null, finishedAt: null } },
  lastState: {},
  ready: false,
  restartCount: 0,
  image: '',
  imageID: '',
}

function report(
  restartPolicy: string,
  before: PodStatus,
  status: PodStatus,
): { pod: Pod; problems: readonly string[] } {
  const old: Pod = { ...podWith({ restartPolicy, nodeName: 'n' }), status: before }
  defaultPod(old)
  const pod: Pod = { ...old, metadata: { ...old.metadata }, spec: { containers: [] }, status }
  updatePodStatus.prepare?.(pod, old, context)
  return { pod, problems: problemsOf((errors) => updatePodStatus.validate?.(pod, old, errors, context)) }
}

describe('a report of a pod', () => {
  it('changes nothing but the status and forgets no generation', () => {
    const before = { qosClass: 'Burstable', observedGeneration: 3 }
    const { pod, problems } = report('Never', before, { phase: 'Running' })
    expect(problems).toEqual([])
    expect(pod.spec.nodeName).toBe('n')
    expect(pod.status).toEqual({ phase: 'Running', qosClass: 'Burstable', observedGeneration: 3 })
  })

  it('does not bring back containers that do not restart', () => {
    const before = { containerStatuses: [container] }
    const after = { containerStatuses: [{ ...container, state: { running: { startedAt: null } } }] }
    expect(report('Always', before, structuredClone(after)).problems).toEqual([])
    expect(report('OnFailure', before, after).problems).toEqual([
      'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
    ])
  })

  it('judges conditions, addresses and nominations', () => {
    const status: PodStatus = {
      conditions: [{ type: 'not valid', status: 'True', lastProbeTime: null, lastTransitionTime: null }],
      nominatedNodeName: 'other',
      podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }],
      qosClass: 'Guaranteed',
    }
    const { problems } = report('Always', { qosClass: 'BestEffort' }, status)
    expect(problems.map((problem) => problem.split(': ', 2).join(': '))).toEqual([
      'status.conditions[0].Type: Invalid value',
      'status.nominatedNodeName: Forbidden',
      'status.qosClass: Invalid value',
      'status.podIPs: Invalid value',
    ])
    expect(problems[3]).toBe(
      'status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family',
    )
  })
})
