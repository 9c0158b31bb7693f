import { expect, it } from 'vitest'
import type { Pod, PodCondition } from '../../../generated/api/core.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'
import { markDisrupted } from './disruption-target.ts'

it('keeps the place and the time of what was said before, and writes nothing twice', () => {
  const { clock, environment } = new Simulator({ nodes: [] })
  const client = environment.client('admin', ['system:masters'])
  const spec = { nodeName: 'elsewhere', containers: [{ name: 'c', image: 'nginx' }] }
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec }
  expect(client.create('pods', pod as KubeObject).ok).toBe(true)
  const stored = (): Pod => client.lister.get<Pod>('pods', 'default', 'p')!
  const said = (reason: string) => ({ reason, message: `because of ${reason}` })
  const condition = (reason: string, lastTransitionTime: string): PodCondition => ({
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime,
    ...said(reason),
  })
  expect(markDisrupted(client, stored(), said('A'), clock.now())).toBe(true)
  const first = stored()
  expect(first.status.conditions).toEqual([condition('A', '2026-01-01T00:00:00Z')])
  clock.runTo(clock.now() + 5000)
  expect(markDisrupted(client, stored(), said('A'), clock.now())).toBe(true)
  expect(stored()).toBe(first)
  expect(markDisrupted(client, stored(), said('B'), clock.now())).toBe(true)
  expect(stored().status.conditions).toEqual([condition('B', '2026-01-01T00:00:00Z')])
})
