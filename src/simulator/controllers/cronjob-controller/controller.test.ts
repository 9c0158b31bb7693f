import { expect, it } from 'vitest'
import type { CronJob } from '../../../generated/api/batch.v1.ts'
import type { Event } from '../../../generated/api/core.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

it('takes a Job that made room off its list though the next one is refused', () => {
  const { clock, environment } = new Simulator({ nodes: [] })
  const client = environment.client('admin', ['system:masters'])
  const create = (resource: string, object: object): void => {
    const made = client.create(resource, object as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } }
  create('cronjobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick', namespace: 'default' },
    spec: { schedule: '* * * * *', concurrencyPolicy: 'Replace', jobTemplate: { spec: { template } } },
  })
  clock.runTo(clock.now() + 61_000)
  create('resourcequotas', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'none', namespace: 'default' },
    spec: { hard: { 'count/jobs.batch': '0' } },
  })
  clock.runTo(clock.now() + 60_000)
  const cronJob = client.lister.get<CronJob>('cronjobs.batch', 'default', 'tick')!
  const events = client.lister
    .list<Event>('events', 'default')
    .filter(({ involvedObject }) => involvedObject.kind === 'CronJob')
    .map(({ type, reason, message }) => [type, reason, message])
  const [first, second] = [1, 2].map((minute) => `tick-${Date.parse('2026-01-01T00:00:00Z') / 60_000 + minute}`)
  const forbidden = (used: number): string =>
    `Error creating job: jobs.batch "${second}" is forbidden: exceeded quota: none, requested: count/jobs.batch=1, used: count/jobs.batch=${used}, limited: count/jobs.batch=0`
  expect(cronJob.status).toEqual({ lastScheduleTime: '2026-01-01T00:01:00Z' })
  expect(events).toEqual([
    ['Normal', 'SuccessfulCreate', `Created job ${first}`],
    ['Normal', 'SuccessfulDelete', `Deleted job ${first}`],
    ['Warning', 'FailedCreate', forbidden(1)],
    ['Warning', 'FailedCreate', forbidden(0)],
  ])
})

it('says of a schedule that never comes that it is invalid, and rests', () => {
  const { clock, environment } = new Simulator({ nodes: [] })
  const client = environment.client('admin', ['system:masters'])
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } }
  const metadata = { name: 'never', namespace: 'default' }
  const spec = { schedule: '59 23 31 2 *', jobTemplate: { spec: { template } } }
  const made = client.create('cronjobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec,
  } as KubeObject)
  expect(made.ok).toBe(true)
  const told = (): unknown[] => {
    clock.runTo(clock.now() + 1_000_000)
    return client.lister
      .list<Event>('events', 'default')
      .flatMap(({ involvedObject, reason, message, count }) =>
        involvedObject.kind === 'CronJob' ? [[reason, message, count]] : [],
      )
  }
  const invalid = (schedule: string, count: number): unknown[] => [
    'InvalidSchedule',
    `invalid schedule: ${schedule} : time difference between two schedules is less than 1 second`,
    count,
  ]
  expect(told()).toEqual([invalid('59 23 31 2 *', 1)])
  client.patch('cronjobs.batch', 'default', 'never', 'application/merge-patch+json', {
    spec: { schedule: '0 0 30 2 *' },
  })
  expect(told()).toEqual([invalid('59 23 31 2 *', 1), invalid('0 0 30 2 *', 1)])
})
