import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Lease } from '../generated/api/coordination.v1.ts'
import { Simulator } from './compose.ts'

const LEASES = 'leases.coordination.k8s.io'
const START = Date.parse('2026-01-01T00:00:00Z')
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

const specs = (simulator: Simulator): unknown =>
  simulator.store
    .list<Lease>(LEASES, 'kube-system')
    .map(({ metadata: { name, labels, creationTimestamp }, spec: { holderIdentity, ...spec } }) => ({
      name,
      created: creationTimestamp,
      ...(labels ? { labels } : {}),
      holder: holderIdentity?.replace(UUID, '<uuid>'),
      ...spec,
    }))

/** RFC 4648's alphabet in lower case, without padding. */
const base32 = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .match(/.{1,5}/g)!
    .map((bits) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(bits.padEnd(5, '0'), 2)])
    .join('')

describe('the leases of the control plane', () => {
  it('name the API server after its host and what it is', () => {
    const hash = createHash('sha256').update('\0\x0dcontrol-plane\0\x0ekube-apiserver').digest().subarray(0, 16)
    const names = new Simulator().store.list<Lease>(LEASES, 'kube-system').map(({ metadata }) => metadata.name)
    expect(names).toContain(`apiserver-${base32(hash)}`)
  })

  it('are not written while nobody looks, and show the renewal last due', () => {
    const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
    simulator.clock.runTo(START + 3_607_000)
    expect(simulator.store.history.filter(({ resource }) => resource === LEASES)).toEqual([])
    const leader = {
      created: '2026-01-01T00:00:00Z',
      leaseDurationSeconds: 15,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T01:00:06.000000Z',
      leaseTransitions: 0,
    }
    expect(specs(simulator)).toEqual([
      {
        // base32(sha256(0x000d "control-plane" 0x000e "kube-apiserver")[:16])
        name: 'apiserver-6vzvajxlkf7lcarzgdc4jnyaru',
        created: '2026-01-01T00:00:00Z',
        labels: { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': 'control-plane' },
        holder: 'apiserver-6vzvajxlkf7lcarzgdc4jnyaru_<uuid>',
        leaseDurationSeconds: 3600,
        renewTime: '2026-01-01T01:00:00.000000Z',
      },
      { name: 'kube-controller-manager', holder: 'control-plane_<uuid>', ...leader },
      { name: 'kube-scheduler', holder: 'control-plane_<uuid>', ...leader },
    ])
  })

  it('are renewed on time once their namespace is looked at, and no other', () => {
    const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
    simulator.store.list(LEASES, 'default')
    simulator.clock.runTo(START + 60_000)
    simulator.store.get(LEASES, 'kube-system', 'kube-scheduler')
    simulator.clock.runTo(START + 65_000)
    const written = simulator.store.history.filter(({ resource }) => resource === LEASES)
    expect(written.map(({ at, name, by }) => `${(at - START) / 1000} ${name} ${by}`)).toEqual([
      ...['60', '62', '64'].flatMap((at) => [
        ...(at === '60' ? [`${at} apiserver-6vzvajxlkf7lcarzgdc4jnyaru system:apiserver`] : []),
        `${at} kube-controller-manager system:kube-controller-manager`,
        `${at} kube-scheduler system:kube-scheduler`,
      ]),
    ])
  })

  it('are there for what runs only', () => {
    const names = (simulator: Simulator): unknown => simulator.store.list(LEASES).map(({ metadata }) => metadata.name)
    expect(names(new Simulator({ controllers: ['none'] }))).toEqual([
      'apiserver-6vzvajxlkf7lcarzgdc4jnyaru',
      'kube-scheduler',
    ])
    const featureGates = { APIServerIdentity: false }
    expect(names(new Simulator({ scheduler: false, featureGates }))).toEqual(['kube-controller-manager'])
  })
})
