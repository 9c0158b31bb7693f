import { expect, it } from 'vitest'
import type { ControllerRevision } from '../../../generated/api/apps.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

const MERGE = 'application/merge-patch+json'
const REVISIONS = 'controllerrevisions.apps'

it('adopts orphaned revisions it selects, and keeps those it does not select any more', () => {
  const { clock, environment } = new Simulator({ nodes: [{ name: 'node-1' }] })
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const labels = { app: 'db' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
  const metadata = { name: 'db', namespace: 'default' }
  const spec = { serviceName: 'db', selector: { matchLabels: labels }, template }
  const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec }
  expect(client.create('statefulsets.apps', set as KubeObject).ok).toBe(true)
  wait(10)
  const image = (image: string): void => {
    const body = { spec: { template: { spec: { containers: [{ name: 'c', image }] } } } }
    client.patch('statefulsets.apps', 'default', 'db', MERGE, body)
    wait(60)
  }
  image('nginx:1.25')
  const revisions = (): ControllerRevision[] =>
    client.lister
      .list<ControllerRevision>(REVISIONS, 'default')
      .slice()
      .sort((a, b) => a.revision - b.revision)
  const [first, second] = revisions()
  const owned = first!.metadata.ownerReferences
  const change = (revision: ControllerRevision | undefined, body: object): void =>
    void client.patch(REVISIONS, 'default', revision?.metadata.name ?? '', MERGE, { metadata: body })
  change(first, { labels: { app: 'other' } })
  change(second, { ownerReferences: null })
  image('nginx:1.26')
  const told = revisions().map(({ metadata, revision }) => [
    revision,
    metadata.labels?.['app'],
    metadata.ownerReferences,
  ])
  expect(told).toEqual([
    [1, 'other', owned],
    [2, 'db', owned],
    [3, 'db', owned],
  ])
})
