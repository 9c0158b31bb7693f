import { expect, it } from 'vitest'
import type { Job } from '../../../generated/api/batch.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { type Stage, stage } from '../stage.fixture.ts'

const MERGE = 'application/merge-patch+json'

/** A Job with so many ready pods. */
function staged(parallelism: number): Stage {
  const on = stage()
  on.create('jobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', namespace: 'default' },
    spec: {
      parallelism,
      completions: 5,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'nginx' }] } },
    },
  })
  on.until(1000)
  const lastTransitionTime = '2026-01-01T00:00:00Z'
  for (const pod of pods(on)) {
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime, lastProbeTime: null }]
    on.client.updateStatus('pods', { ...pod, status: { ...pod.status, phase: 'Running', conditions } })
  }
  on.until(3000)
  return on
}

const pods = ({ client }: Stage): readonly Pod[] => client.lister.list<Pod>('pods', 'default')
const job = ({ client }: Stage): Job => client.lister.get<Job>('jobs.batch', 'default', 'j')!

it('counts no pod as ready whose deletion was refused, but as active; one it could not let go stays both', () => {
  const on = staged(3)
  const counts = (): unknown[] => [job(on).status.active, job(on).status.ready]
  expect(counts()).toEqual([3, 3])
  const asked = on.refuse(500, ({ method, resource }) => method === 'DELETE' && resource === 'pods')
  on.client.patch('jobs.batch', 'default', 'j', MERGE, { spec: { parallelism: 2 } })
  on.until(3500)
  expect([asked.length, ...counts()]).toEqual([1, 3, 2])
  const onPatch = staged(3)
  onPatch.refuse(500, ({ method, resource }) => method === 'PATCH' && resource === 'pods')
  onPatch.client.patch('jobs.batch', 'default', 'j', MERGE, { spec: { parallelism: 2 } })
  onPatch.until(3500)
  expect([job(onPatch).status.active, job(onPatch).status.ready]).toEqual([3, 3])
})

it('retries after a second, doubling to a minute', () => {
  const on = staged(1)
  const asked = on.refuse(500, ({ method, resource }) => method === 'DELETE' && resource === 'pods')
  on.client.patch('jobs.batch', 'default', 'j', MERGE, { spec: { parallelism: 0 } })
  on.until(200_000)
  const pauses = asked.slice(1).map((at, i) => (at - asked[i]!) / 1000)
  expect(pauses.slice(-3)).toEqual([32, 60, 60])
})

it('lets the pods of a Job that is over go with its changes, and retries nothing', () => {
  const on = stage()
  on.create('jobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', namespace: 'default' },
    spec: {
      completions: 0,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'nginx' }] } },
    },
  })
  on.until(2000)
  const { uid } = job(on).metadata
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid, controller: true }
  const finalizers = ['batch.kubernetes.io/job-tracking']
  on.create('pods', {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', finalizers, ownerReferences: [owner] },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  })
  on.until(5000)
  const asked = on.refuse(500, ({ method, resource }) => method === 'PATCH' && resource === 'pods')
  const touch = (value: string): void => {
    on.client.patch('jobs.batch', 'default', 'j', MERGE, { metadata: { labels: { touched: value } } })
  }
  touch('once')
  on.until(120_000)
  expect(asked).toEqual([5000])
  on.relent()
  touch('twice')
  on.until(121_000)
  expect(pods(on).map(({ metadata }) => metadata.finalizers)).toEqual([undefined])
})
