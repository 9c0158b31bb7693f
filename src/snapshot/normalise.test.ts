import { describe, expect, it } from 'vitest'
import { normalise } from './normalise.ts'
import { renderYaml } from './yaml.ts'

const replicaSet = {
  metadata: {
    uid: '0b2b1a5e-9f0e-4c5c-8d5e-1f0c7f0f0a01',
    name: 'web-5d4f8c9b7',
    namespace: 'default',
    resourceVersion: '412',
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields: [{ manager: 'kubectl', time: '2026-01-01T00:00:00Z' }],
    labels: { type: 'x', app: 'web', name: 'y' },
  },
  status: {
    replicas: 1,
    conditions: [{ message: 'm', lastTransitionTime: '2026-01-01T00:00:01Z', status: 'True', type: 'Ready' }],
  },
  spec: { replicas: 1 },
  kind: 'ReplicaSet',
  apiVersion: 'apps/v1',
}
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    generateName: 'web-5d4f8c9b7-',
    name: 'web-5d4f8c9b7-x2x7k',
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web-5d4f8c9b7', uid: '0b2b1a5e-9f0e-4c5c-8d5e-1f0c7f0f0a01' }],
    uid: '0b2b1a5e-9f0e-4c5c-8d5e-1f0c7f0f0a02',
  },
  spec: { volumes: [{ name: 'kube-api-access-b7z9q' }], hostAliases: [{ ip: '10.1.2.3', hostnames: ['db'] }] },
  status: {
    podIP: '10.244.1.5',
    podIPs: [{ ip: '10.244.1.5' }],
    hostIP: '192.168.0.2',
    message: 'web-5d4f8c9b7-x2x7k at 10.244.1.5:80.',
  },
}

describe('normalise', () => {
  it('orders keys and replaces what differs from play to play, so that references line up', () => {
    expect(renderYaml(normalise([replicaSet, pod]))).toBe(`- apiVersion: apps/v1
  kind: ReplicaSet
  metadata:
    name: web-5d4f8c9b7
    namespace: default
    labels:
      app: web
      name: y
      type: x
    creationTimestamp: <time-1>
    resourceVersion: <version-1>
    uid: <uid-1>
  spec:
    replicas: 1
  status:
    conditions:
    - type: Ready
      status: "True"
      message: m
      lastTransitionTime: <time-2>
    replicas: 1
- apiVersion: v1
  kind: Pod
  metadata:
    name: web-5d4f8c9b7-<rand-1>
    generateName: web-5d4f8c9b7-
    ownerReferences:
    - kind: ReplicaSet
      name: web-5d4f8c9b7
      uid: <uid-1>
    uid: <uid-2>
  spec:
    hostAliases:
    - hostnames:
      - db
      ip: 10.1.2.3
    volumes:
    - name: kube-api-access-<rand-2>
  status:
    hostIP: <ip-1>
    message: web-5d4f8c9b7-<rand-1> at <ip-2>:80.
    podIP: <ip-2>
    podIPs:
    - ip: <ip-2>
`)
  })

  it('drops what only keeps books, and the map that held nothing else', () => {
    const applied = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' }
    const object = (annotations: unknown) => ({ metadata: { name: 'a', annotations, managedFields: [] } })
    expect(normalise(object(applied))).toEqual({ metadata: { name: 'a' } })
    expect(normalise(object({ ...applied, a: 'b' }))).toEqual({ metadata: { name: 'a', annotations: { a: 'b' } } })
  })

  it("leaves the user's own data alone", () => {
    const map = {
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { since: '2020-01-01T00:00:00Z', id: '0b2b1a5e-9f0e-4c5c-8d5e-1f0c7f0f0a01' },
    }
    expect(normalise(map)).toEqual(map)
  })

  it('knows generated names of events and in their messages', () => {
    const event = {
      kind: 'Event',
      metadata: { name: 'ds.18a1b2c3d4e5f601' },
      involvedObject: { kind: 'DaemonSet', name: 'ds' },
      message: 'Created pod: ds-x2x7k',
    }
    expect(normalise(event)).toEqual({
      kind: 'Event',
      metadata: { name: 'ds.<rand-1>' },
      involvedObject: { kind: 'DaemonSet', name: 'ds' },
      message: 'Created pod: ds-<rand-2>',
    })
  })

  it('replaces allocated addresses and ports of a service, but not None', () => {
    const service = (clusterIP: string) => ({
      spec: { clusterIP, clusterIPs: [clusterIP], ports: [{ port: 80, nodePort: 30123 }] },
    })
    expect(normalise(service('10.96.0.12'))).toEqual({
      spec: { clusterIP: '<ip-1>', clusterIPs: ['<ip-1>'], ports: [{ port: 80, nodePort: '<nodePort-1>' }] },
    })
    expect(normalise(service('None'))).toMatchObject({ spec: { clusterIP: 'None', clusterIPs: ['None'] } })
  })

  it('takes text by its shapes', () => {
    expect(normalise('pod/web-5d4f8c9b7-x2x7k created\nuid 0b2b1a5e-9f0e-4c5c-8d5e-1f0c7f0f0a01\n')).toBe(
      'pod/web-5d4f8c9b7-<rand-1> created\nuid <uid-1>\n',
    )
  })
})
