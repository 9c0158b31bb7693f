import { describe, expect, it } from 'vitest'
import type { Secret } from '../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../compose.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const DAY_MS = 86_400_000
const LAST_USED = 'kubernetes.io/legacy-token-last-used'
const INVALID_SINCE = 'kubernetes.io/legacy-token-invalid-since'

const post = (simulator: Simulator, resource: string, object: object): unknown =>
  simulator.server.perform(
    'POST',
    resource,
    { namespace: 'default', name: '', subresource: '' },
    { user: ADMINISTRATOR, body: object },
  ).body

/** A cluster with tokens of the account `robot`, which names all but `asked-for`. */
function cluster(secrets: Readonly<Record<string, Readonly<Record<string, string>>>>): Simulator {
  const simulator = new Simulator()
  const named = Object.keys(secrets).filter((name) => name !== 'asked-for')
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } }
  post(simulator, 'serviceaccounts', { ...account, secrets: named.map((name) => ({ name })) })
  for (const [name, labels] of Object.entries(secrets)) {
    const annotations = { 'kubernetes.io/service-account.name': 'robot' }
    const type = 'kubernetes.io/service-account-token'
    post(simulator, 'secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name, labels, annotations }, type })
  }
  return simulator
}

/** The tokens after so many days, with the day since which each is invalid. */
function tokensOn(simulator: Simulator, days: number): unknown {
  simulator.clock.runTo(START + days * DAY_MS)
  const left = simulator.store.list<Secret>('secrets', 'default')
  return Object.fromEntries(left.map(({ metadata }) => [metadata.name, metadata.labels?.[INVALID_SINCE] ?? '']))
}

describe('legacy-serviceaccount-token-cleaner-controller', () => {
  it('marks what nobody has used for a year, and deletes it a year later', () => {
    const simulator = cluster({
      'asked-for': {},
      unused: {},
      used: { [LAST_USED]: '2026-06-01' },
      illegible: { [LAST_USED]: 'yesterday' },
      marked: { [INVALID_SINCE]: 'once' },
      mounted: {},
    })
    const volumes = [{ name: 'token', secret: { secretName: 'mounted' } }]
    const spec = { containers: [{ name: 'app', image: 'nginx' }], volumes }
    post(simulator, 'pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec })
    const kept = { 'asked-for': '', illegible: '', mounted: '' }
    const begin = { ...kept, marked: 'once', unused: '', used: '' }
    expect(tokensOn(simulator, 365.5)).toEqual(begin)
    expect(tokensOn(simulator, 366.5)).toEqual({ ...begin, marked: '2027-01-02', unused: '2027-01-02' })
    expect(tokensOn(simulator, 520)).toEqual({
      ...begin,
      marked: '2027-01-02',
      unused: '2027-01-02',
      used: '2027-06-02',
    })
    expect(tokensOn(simulator, 733)).toEqual({ ...kept, used: '2027-06-02' })
    expect(simulator.store.get('serviceaccounts', 'default', 'robot')).toMatchObject({
      secrets: [{ name: 'used' }, { name: 'illegible' }, { name: 'mounted' }],
    })
  })

  it('books nothing where there are no tokens', () => {
    const simulator = cluster({ unused: {} })
    simulator.server.perform(
      'DELETE',
      'secrets',
      { namespace: 'default', name: 'unused', subresource: '' },
      { user: ADMINISTRATOR },
    )
    simulator.clock.runTo(START + 3 * DAY_MS)
    expect(simulator.clock.nextAt()).toBeUndefined()
  })
})
