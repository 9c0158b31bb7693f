import { expect, it } from 'vitest'
import type { Secret, ServiceAccount } from '../../../generated/api/core.v1.ts'
import { type Asked, type Stage, stage } from '../stage.fixture.ts'

const MANAGER = 'system:kube-controller-manager'
const isOf =
  (method: string, resource: string) =>
  (asked: Asked): boolean =>
    asked.method === method && asked.resource === resource && asked.user === MANAGER

const account = ({ create }: Stage, more: object = {}): ServiceAccount =>
  create('serviceaccounts', { kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'default' }, ...more })

const token = ({ create }: Stage): Secret =>
  create('secrets', {
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: {
      name: 'robot-token',
      namespace: 'default',
      annotations: { 'kubernetes.io/service-account.name': 'robot' },
    },
  })

const secretIn = ({ client }: Stage) => client.lister.get<Secret>('secrets', 'default', 'robot-token')

it('gives a token up after ten retries, until its secret is heard of again', () => {
  const on = stage()
  account(on)
  const asked = on.refuse(500, isOf('PUT', 'secrets'))
  token(on)
  on.until(600_000)
  expect(asked).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555, 5115])
  const conflicts = on.refuse(409, isOf('PUT', 'secrets'))
  const touch = (value: string): void => {
    const body = { metadata: { labels: { touched: value } } }
    on.client.patch('secrets', 'default', 'robot-token', 'application/merge-patch+json', body)
  }
  touch('once')
  on.until(700_000)
  expect(conflicts).toEqual([600_000])
  on.relent()
  touch('twice')
  on.until(800_000)
  expect(Object.keys(secretIn(on)?.data ?? {})).toEqual(['ca.crt', 'namespace', 'token'])
})

it('deletes the tokens of an account that is gone, each try for all of them, and gives up after ten retries', () => {
  const on = stage()
  account(on)
  token(on)
  on.until(1000)
  const asked = on.refuse(500, isOf('DELETE', 'secrets'))
  on.client.delete('serviceaccounts', 'default', 'robot')
  on.until(600_000)
  expect(asked.map((at) => at - 1000)).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555, 5115])
  on.relent()
  // A new account of that name is no reason to look at what the old one left.
  account(on)
  on.until(700_000)
  expect(secretIn(on)).toBeDefined()
})

it('takes a secret that is gone off its account: again where the account has changed, ten times, else not', () => {
  const on = stage()
  account(on, { secrets: [{ name: 'robot-token' }, { name: 'other' }] })
  token(on)
  on.until(1000)
  const refused = on.refuse(500, isOf('PUT', 'serviceaccounts'))
  on.client.delete('secrets', 'default', 'robot-token')
  on.until(60_000)
  expect(refused).toEqual([1000])
  token(on)
  on.until(61_000)
  const asked = on.refuse(409, isOf('PUT', 'serviceaccounts'))
  on.client.delete('secrets', 'default', 'robot-token')
  on.until(70_000)
  const pauses = asked.slice(1).map((at, i) => at - asked[i]!)
  expect(pauses).toHaveLength(9)
  expect(pauses.filter((pause) => pause < 100 || pause >= 200)).toEqual([])
  expect(new Set(pauses).size).toBeGreaterThan(1)
  on.relent()
  token(on)
  on.until(71_000)
  on.client.delete('secrets', 'default', 'robot-token')
  on.until(72_000)
  const robot = on.client.lister.get<ServiceAccount>('serviceaccounts', 'default', 'robot')
  expect(robot?.secrets).toEqual([{ name: 'other' }])
})
