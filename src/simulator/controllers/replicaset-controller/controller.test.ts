import { expect, it } from 'vitest'
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

it('minds no neighbours when it deletes pods of a set nobody owns', () => {
  const { clock, environment } = new Simulator({ nodes: [{ name: 'node-1' }, { name: 'node-2' }] })
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const labels = { app: 'web' }
  const template = (nodeName: string): object => ({
    metadata: { labels },
    spec: { nodeName, containers: [{ name: 'c', image: 'nginx' }] },
  })
  const metadata = { name: 'web', namespace: 'default' }
  const spec = { replicas: 2, selector: { matchLabels: labels }, template: template('node-1') }
  const set = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec }
  expect(client.create('replicasets.apps', set as unknown as KubeObject).ok).toBe(true)
  wait(3600)
  const change = (body: object): void => {
    client.patch('replicasets.apps', 'default', 'web', 'application/merge-patch+json', { spec: body })
    wait(60)
  }
  const nodes = (): unknown[] => client.lister.list<Pod>('pods', 'default').map((pod) => pod.spec.nodeName)
  change({ replicas: 3, template: template('node-2') })
  expect(nodes().sort()).toEqual(['node-1', 'node-1', 'node-2'])
  // The youngest goes, though the two others share a node.
  change({ replicas: 2 })
  expect(nodes()).toEqual(['node-1', 'node-1'])
})
