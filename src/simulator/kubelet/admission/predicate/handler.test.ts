import { expect, it } from 'vitest'
import type { Event, Pod } from '../../../../generated/api/core.v1.ts'
import { ADMINISTRATOR, Simulator } from '../../../compose.ts'

/** Puts pods past the scheduler onto one small node, and tells what became of each. */
function placed(pods: Readonly<Record<string, { labels?: object; spec: object }>>, node: object = {}) {
  const capacity = { cpu: '2', memory: '2Gi', pods: '3' }
  const simulator = new Simulator({ nodes: [{ name: 'n1', capacity, ...node }] })
  const { clock, server, store } = simulator
  clock.runTo(clock.now())
  for (const [name, { labels = {}, spec }] of Object.entries(pods)) {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels },
      spec: { nodeName: 'n1', tolerations: [], containers: [{ name: 'app', image: 'nginx', ...spec }], ...spec },
    }
    const path = '/api/v1/namespaces/default/pods'
    const { code } = server.handle({ method: 'POST', path, user: ADMINISTRATOR, body: pod })
    expect(code).toBe(201)
    clock.runTo(clock.now() + 5000)
  }
  const events = store.list<Event>('events', 'default').filter(({ type }) => type === 'Warning')
  return Object.keys(pods).map((name) => {
    const { status } = store.get<Pod>('pods', 'default', name)!
    const event = events.find(({ involvedObject }) => involvedObject.name === name)
    return [status.phase, status.reason, status.message, event?.message]
  })
}

const app = (resources: object, more: object = {}) => ({
  spec: { containers: [{ name: 'app', image: 'nginx', resources, ...more }] },
})
const refused = (reason: string, message: string) => ['Failed', reason, `Pod was rejected: ${message}`, message]
const taken = ['Running', undefined, undefined, undefined]

it('refuses what the node has not enough of, counting the pods it has taken', () => {
  const asks = (cpu: string) => app({ requests: { cpu } })
  expect(placed({ a: asks('1500m'), b: asks('600m'), c: asks('500m') })).toEqual([
    taken,
    refused('OutOfcpu', "Node didn't have enough resource: cpu, requested: 600, used: 1500, capacity: 2000"),
    taken,
  ])
  expect(placed({ a: app({}), b: app({}), c: app({}), d: app({}) })[3]).toEqual(
    refused('OutOfpods', "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3"),
  )
  expect(placed({ a: app({ requests: { memory: '2Gi' } }) })).toEqual([
    refused(
      'OutOfmemory',
      "Node didn't have enough resource: memory, requested: 2147483648, used: 0, capacity: 2042626048",
    ),
  ])
})

it('asks for extended resources only where the node names them', () => {
  const dongles = app({ limits: { 'example.com/dongle': '3' } })
  expect(placed({ a: dongles })).toEqual([taken])
  expect(placed({ a: dongles }, { capacity: { pods: '9', 'example.com/dongle': '2' } })).toEqual([
    refused(
      'OutOfexample.com/dongle',
      "Node didn't have enough resource: example.com/dongle, requested: 3, used: 0, capacity: 2",
    ),
  ])
})

it('asks for the node’s system, its ports and its taints', () => {
  const port = app({}, { ports: [{ containerPort: 80, hostPort: 8080 }] })
  expect(placed({ a: port, b: port })).toEqual([
    taken,
    refused('NodePorts', "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"),
  ])
  const windows = { spec: { ...app({}).spec, os: { name: 'windows' } } }
  const labelled = { ...app({}), labels: { 'kubernetes.io/os': 'windows' } }
  expect(placed({ windows, labelled })).toEqual([
    refused('PodOSNotSupported', "Failed to admit pod as the OS field doesn't match node OS"),
    refused(
      'PodOSSelectorNodeLabelDoesNotMatch',
      "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    ),
  ])
  expect(placed({ a: app({}) }, { taints: [{ key: 'k', effect: 'NoExecute' }] })).toEqual([
    refused('TaintToleration', "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate"),
  ])
})
