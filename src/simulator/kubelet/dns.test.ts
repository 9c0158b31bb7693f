import { expect, it } from 'vitest'
import type { Pod } from '../../generated/api/core.v1.ts'
import { dnsOf, missingDns, resolvConf } from './dns.ts'
import { kubeletDefaults } from './settings.ts'

const pod = (spec: Partial<Pod['spec']>): Pod =>
  ({ metadata: { name: 'p', namespace: 'shop' }, spec: { dnsPolicy: 'ClusterFirst', ...spec } }) as Pod

const file = (spec: Partial<Pod['spec']>): string => resolvConf(dnsOf(pod(spec), kubeletDefaults))

const cluster =
  'search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n'

it('asks the cluster, the node or whom the pod says, by its policy', () => {
  expect(file({})).toBe(cluster)
  expect(file({ hostNetwork: true })).toBe('nameserver 192.168.0.1\n')
  expect(file({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' })).toBe(cluster)
  expect(file({ dnsPolicy: 'Default' })).toBe('nameserver 192.168.0.1\n')
  const dnsConfig = {
    nameservers: ['192.0.2.1'],
    searches: ['ns1.svc.cluster-domain.example', 'my.dns.search.suffix'],
    options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
  }
  expect(file({ dnsPolicy: 'None', dnsConfig })).toBe(
    'search ns1.svc.cluster-domain.example my.dns.search.suffix\nnameserver 192.0.2.1\noptions ndots:2 edns0\n',
  )
  expect(file({ dnsConfig: { options: [{ name: 'ndots', value: '2' }] } })).toBe(cluster.replace('ndots:5', 'ndots:2'))
})

it('leaves out what goes beyond the limits, and says so', () => {
  const { servers, problems } = dnsOf(
    pod({ dnsConfig: { nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3'] } }),
    kubeletDefaults,
  )
  expect(servers).toEqual(['10.96.0.10', '1.1.1.1', '2.2.2.2'])
  expect(problems).toEqual([
    'Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 10.96.0.10 1.1.1.1 2.2.2.2',
  ])
})

it('knows the cluster as its kubelet is configured', () => {
  const at = (clusterDNS: string[], clusterDomain: string): string =>
    resolvConf(dnsOf(pod({}), { clusterDNS, clusterDomain }))
  expect(at(['169.254.20.10'], 'example.org')).toBe(
    'search shop.svc.example.org svc.example.org example.org\nnameserver 169.254.20.10\noptions ndots:5\n',
  )
  expect(at(['10.0.0.10'], '')).toBe('nameserver 10.0.0.10\noptions ndots:5\n')
  expect(at([], 'cluster.local')).toBe('nameserver 192.168.0.1\n')
  const none = { clusterDNS: [], clusterDomain: '' }
  expect(missingDns(pod({ hostNetwork: true }), none)).toBeUndefined()
  expect(missingDns(pod({}), none)?.pod).toBe(
    'pod: "p_shop(undefined)". kubelet does not have ClusterDNS IP configured and cannot create Pod using "ClusterFirst" policy. Falling back to "Default" policy.',
  )
})
