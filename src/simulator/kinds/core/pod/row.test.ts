import { describe, expect, it } from 'vitest'
import type { ContainerStatus, Pod, PodStatus } from '../../../../generated/api/core.v1.ts'
import { podWith } from '../../lib/pod-spec/pod.fixture.ts'
import { podRow } from './row.ts'

const NOW = Date.UTC(2026, 0, 1, 0, 10)
const terminated = (exitCode: number, reason?: string): ContainerStatus['state'] => ({
  terminated: { exitCode, reason, startedAt: null, finishedAt: null },
})
const status = (state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'c',
  state,
  lastState: {},
  ready: false,
  restartCount: 0,
  image: '',
  imageID: '',
  ...more,
})

function row(podStatus: PodStatus, spec: Partial<Pod['spec']> = {}, deleted = false): readonly unknown[] {
  const pod = podWith(spec)
  pod.metadata.creationTimestamp = '2026-01-01T00:00:00Z'
  if (deleted) pod.metadata.deletionTimestamp = '2026-01-01T00:09:00Z'
  pod.status = podStatus
  return podRow(pod, NOW)
}

describe('the row of a pod', () => {
  it('shows a running pod that has restarted', () => {
    const lastState = { terminated: { exitCode: 1, startedAt: null, finishedAt: '2026-01-01T00:05:00Z' } }
    const running = status({ running: { startedAt: null } }, { ready: true, restartCount: 2, lastState })
    const cells = row(
      { phase: 'Running', podIPs: [{ ip: '10.0.0.1' }], containerStatuses: [running] },
      { nodeName: 'n' },
    )
    expect(cells).toEqual(['p', '1/1', 'Running', '2 (5m ago)', '10m', '10.0.0.1', 'n', '<none>', '<none>'])
  })

  it('says what holds a pod up', () => {
    const reasons = [
      row({ phase: 'Pending' }),
      row({
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'SchedulingGated',
            lastProbeTime: null,
            lastTransitionTime: null,
          },
        ],
      }),
      row({ phase: 'Pending', containerStatuses: [status({ waiting: { reason: 'ImagePullBackOff' } })] }),
      row({ phase: 'Failed', containerStatuses: [status(terminated(3))] }),
      row({ phase: 'Failed', reason: 'Evicted' }),
      row({ phase: 'Running' }, {}, true),
      row({ phase: 'Running', reason: 'NodeLost' }, {}, true),
      row({ phase: 'Succeeded', containerStatuses: [status(terminated(0, 'Completed'))] }),
    ]
    expect(reasons.map((cells) => cells[2])).toEqual([
      'Pending',
      'SchedulingGated',
      'ImagePullBackOff',
      'ExitCode:3',
      'Evicted',
      'Terminating',
      'Unknown',
      'Completed',
    ])
  })

  it('counts init containers and sidecars', () => {
    const initContainers = [
      { name: 'a', resources: {}, restartPolicy: 'Always' },
      { name: 'b', resources: {} },
    ]
    const sidecar = status({ running: { startedAt: null } }, { name: 'a', ready: true, started: true })
    const waiting = status({ waiting: { reason: 'PodInitializing' } }, { name: 'b' })
    const failed = status(terminated(1, 'Error'), { name: 'b', restartCount: 1 })
    const of = (second: ContainerStatus) =>
      row({ phase: 'Pending', initContainerStatuses: [sidecar, second] }, { initContainers }).slice(1, 4)
    expect(of(waiting)).toEqual(['1/2', 'Init:1/2', '0'])
    expect(of(failed)).toEqual(['1/2', 'Init:Error', '1'])
  })
})
