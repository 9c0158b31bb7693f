import { expect, it } from 'vitest'
import type { Event, Node } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'

it('frees the images longest unused, says when that is not enough, and says so again from the second failure on', () => {
  const capacity = { cpu: '2', memory: '2Gi', pods: '9', 'ephemeral-storage': '20Gi' }
  const { clock, store, kubelets } = new Simulator({
    nodes: [{ name: 'n1', capacity }],
    // Eviction would be there first.
    kubelet: { evictionHard: {} },
  })
  for (const image of ['nginx', 'busybox', 'mysql']) kubelets.preload(image)
  clock.runTo(clock.now() + 60_000)
  const start = clock.now() - 60_000
  const images = (): unknown => store.get<Node>('nodes', '', 'n1')?.status.images?.map(({ names }) => names?.[1])
  expect(images()).toEqual([
    'docker.io/library/mysql:latest',
    'docker.io/library/nginx:latest',
    'docker.io/library/busybox:latest',
  ])
  kubelets.happenToNode('n1', { is: 'runsShort', resource: 'disk', left: 1024 ** 3 })
  clock.runTo(start + 950_000)
  expect(images()).toBeUndefined()
  const text = (used: number, freed: number): string =>
    `Insufficient free disk space on the node's image filesystem (${used}% of 20.0 GiB used). Failed to free sufficient space by deleting ` +
    `unused images (freed ${freed} bytes). Investigate disk usage, as it could be used by active images, logs, volumes, or other data.`
  const events = store.list<Event>('events', 'default').filter(({ type }) => type === 'Warning')
  expect(events.map(({ reason, message, count }) => [reason, message, count])).toEqual([
    ['FreeDiskSpaceFailed', text(95, 318_179_135), 1],
    ['FreeDiskSpaceFailed', text(94, 0), 2],
    ['ImageGCFailed', text(94, 0), 2],
  ])
})

it('takes first what was never used, then what was used longest ago, and nothing that is used', () => {
  const capacity = { cpu: '2', memory: '2Gi', pods: '9', 'ephemeral-storage': '20Gi' }
  const { clock, server, store, kubelets } = new Simulator({
    nodes: [{ name: 'n1', capacity }],
    kubelet: { evictionHard: {}, imageGCLowThresholdPercent: 84 },
  })
  for (const image of ['nginx', 'mysql', 'postgres', 'redis']) kubelets.preload(image)
  clock.runTo(clock.now())
  const start = clock.now()
  for (const [i, image] of ['nginx', 'postgres', 'redis'].entries()) {
    const spec = { nodeName: 'n1', tolerations: [], containers: [{ name: 'app', image }] }
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${i}` }, spec }
    server.handle({ method: 'POST', path: '/api/v1/namespaces/default/pods', user: ADMINISTRATOR, body })
    clock.runTo(clock.now() + 10_000)
  }
  for (const name of ['p1', 'p0']) {
    const path = `/api/v1/namespaces/default/pods/${name}`
    server.handle({ method: 'DELETE', path, user: ADMINISTRATOR, body: { gracePeriodSeconds: 0 } })
    clock.runTo(clock.now() + 10_000)
  }
  const images = (): unknown => store.get<Node>('nodes', '', 'n1')?.status.images?.map(({ names }) => names?.[1])
  kubelets.happenToNode('n1', { is: 'runsShort', resource: 'disk', left: 3 * 1024 ** 3 - 100_000_000 })
  clock.runTo(start + 340_000)
  expect(images()).toEqual(['docker.io/library/nginx:latest', 'docker.io/library/redis:latest'])
})
