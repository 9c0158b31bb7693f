import { expect, it } from 'vitest'
import { context, podWith } from '../../lib/pod-spec/pod.fixture.ts'
import { kind } from './kind.ts'
import { preparePod } from './prepare.ts'

it('resets the status, marks gated pods and merges label keys', () => {
  const pod = podWith({
    schedulingGates: [{ name: 'g' }],
    schedulingGroup: { podGroupName: 'x' },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'z',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: {},
        matchLabelKeys: ['v', 'w'],
      },
    ],
  })
  pod.metadata.labels = { v: '1' }
  pod.status = { phase: 'Running' }
  preparePod(pod, context)
  expect(pod.metadata.generation).toBe(1)
  expect(pod.spec.schedulingGroup).toBeUndefined()
  expect(pod.spec.topologySpreadConstraints?.[0]?.labelSelector).toEqual({
    matchExpressions: [{ key: 'v', operator: 'In', values: ['1'] }],
  })
  expect(pod.status).toEqual({
    phase: 'Pending',
    qosClass: 'BestEffort',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime: '2026-01-01T00:00:00Z',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ],
  })
})

it('copies AppArmor annotations into fields and warns of them', () => {
  const pod = podWith()
  const key = 'container.apparmor.security.beta.kubernetes.io/c'
  pod.metadata.annotations = { [key]: 'localhost/mine' }
  preparePod(pod, context)
  expect(pod.spec.containers?.[0]?.securityContext).toEqual({
    appArmorProfile: { type: 'Localhost', localhostProfile: 'mine' },
  })
  expect(kind.warningsOnCreate?.(pod, context)).toEqual([
    `metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
  ])
})
