import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../../generated/api/apps.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'
import { bringAbout } from '../../faults.ts'

const MINUTE_MS = 60_000

/** A Deployment on two nodes, one pod each, and its Progressing condition after so many minutes. */
function cluster(image: string) {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }, { name: 'node-2' }] })
  simulator.kubelets.setImage({ name: 'broken', cannotBePulled: 'not found' })
  const app = { app: 'web' }
  const only = {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: app }, topologyKey: 'kubernetes.io/hostname' },
    ],
  }
  const spec = { containers: [{ name: 'web', image }], affinity: { podAntiAffinity: only } }
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 2, selector: { matchLabels: app }, template: { metadata: { labels: app }, spec } },
  }
  const path = '/apis/apps/v1/namespaces/default/deployments'
  simulator.server.handle({ method: 'POST', path, user: ADMINISTRATOR, body })
  const start = simulator.clock.now()
  const progressingAt = (minutes: number): unknown => {
    simulator.clock.runTo(start + minutes * MINUTE_MS)
    const { status } = simulator.store.get<Deployment>('deployments.apps', 'default', 'web')!
    const { lastUpdateTime, reason } = status.conditions!.find(({ type }) => type === 'Progressing')!
    return [Math.round((Date.parse(lastUpdateTime ?? '') - start) / MINUTE_MS), reason]
  }
  return { simulator, progressingAt }
}

describe('the progress of a Deployment', () => {
  it('is given up when its deadline has come', () => {
    const { progressingAt } = cluster('broken')
    expect([progressingAt(9.9), progressingAt(10.1)]).toEqual([
      [0, 'ReplicaSetUpdated'],
      [10, 'ProgressDeadlineExceeded'],
    ])
  })

  it('is not looked at for ever where it was complete once and a pod is not ready now', () => {
    const { simulator, progressingAt } = cluster('nginx')
    progressingAt(1)
    bringAbout(simulator, { is: 'partition', node: 'node-1', on: true })
    progressingAt(9)
    const { booked } = simulator.clock
    expect(progressingAt(15)).toEqual([0, 'NewReplicaSetAvailable'])
    expect(simulator.clock.booked - booked).toBeLessThan(1000)
  })
})
