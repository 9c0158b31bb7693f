// Pods scheduled per second on clusters of 100, 1,000 and 5,000 nodes, through the real API: from the moment the scheduler hears
// of a pod until it is bound and its event is written. Upstream's own CI asks at 5,000 nodes: 680 plain, 460 with topology
// spread, 220 with node affinity, 35 with pod affinity. `npm run bench scheduler [workload …] [--nodes N]`.
import { ADMINISTRATOR, Simulator } from '../src/simulator/compose.ts'

interface Workload {
  /** Parts of the spec of the pods that are measured. */
  readonly spec?: object
  readonly labels?: Readonly<Record<string, string>>
  /** Pods placed before; as many as nodes when left out. */
  readonly fill?: (nodes: number) => { readonly count: number; readonly spec?: object }
  /** Pods measured, by number of nodes. */
  readonly count?: (nodes: number) => number
}

const blue = { labelSelector: { matchLabels: { color: 'blue' } } }
const zone = { ...blue, topologyKey: 'topology.kubernetes.io/zone' }
const host = { ...blue, topologyKey: 'kubernetes.io/hostname' }
const color = { color: 'blue' }

const workloads: Readonly<Record<string, Workload>> = {
  plain: {},
  'node affinity': {
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['zone-0', 'zone-1'] },
                ],
              },
            ],
          },
        },
      },
    },
  },
  'topology spread': {
    labels: color,
    spec: { topologySpreadConstraints: [{ ...zone, maxSkew: 5, whenUnsatisfiable: 'DoNotSchedule' }] },
  },
  'soft spread over hosts': {
    labels: color,
    spec: { topologySpreadConstraints: [{ ...host, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' }] },
  },
  'pod affinity': {
    labels: color,
    spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [zone] } } },
  },
  'preferred pod affinity': {
    labels: color,
    spec: {
      affinity: {
        podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: host }] },
      },
    },
  },
  'pod anti-affinity': {
    labels: color,
    count: (nodes) => Math.min(nodes, 1000),
    spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [host] } } },
  },
  preemption: {
    spec: { priority: 10, containers: [container('3', '500Mi')] },
    count: (nodes) => Math.min(nodes, 500),
    fill: (nodes) => ({
      count: 4 * nodes,
      spec: { priority: 0, terminationGracePeriodSeconds: 0, containers: [container('900m', '500Mi')] },
    }),
  },
}

function container(cpu: string, memory: string): object {
  return { name: 'pause', image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu, memory } } }
}

class Stage {
  readonly simulator = new Simulator({
    controllers: [],
    disableAdmissionPlugins: ['ServiceAccount', 'TaintNodesByCondition', 'Priority'],
  })

  create(path: string, body: object): void {
    const { code, body: answer } = this.simulator.server.handle({ method: 'POST', path, user: ADMINISTRATOR, body })
    if (code !== 201) throw new Error(JSON.stringify(answer))
  }

  nodes(count: number): void {
    const resources = { cpu: '4', memory: '32Gi', pods: '110' }
    for (let i = 0; i < count; i++) {
      const labels = { 'kubernetes.io/hostname': `node-${i}`, 'topology.kubernetes.io/zone': `zone-${i % 3}` }
      const status = { capacity: resources, allocatable: resources }
      this.create('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: `node-${i}`, labels }, status })
    }
  }

  pods(prefix: string, count: number, spec: object = {}, labels: Readonly<Record<string, string>> = {}): void {
    for (let i = 0; i < count; i++) {
      this.create('/api/v1/namespaces/default/pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `${prefix}-${i}`, labels },
        spec: { containers: [container('100m', '500Mi')], ...spec },
      })
    }
  }

  /** Lets the scheduler do what there is to do at this moment (and, `more` milliseconds on, what became possible). */
  settle(more = 0): void {
    this.simulator.clock.runTo(this.simulator.clock.now() + more)
  }

  unbound(prefix: string): number {
    const pods = this.simulator.store.list('pods', 'default') as { metadata: { name?: string }; spec?: object }[]
    return pods.filter(({ metadata, spec }) => metadata.name?.startsWith(prefix) && !('nodeName' in (spec ?? {})))
      .length
  }
}

function measure(name: string, nodes: number): Readonly<Record<string, unknown>> {
  const { spec = {}, labels = {}, fill, count = () => 2000 } = workloads[name]!
  const stage = new Stage()
  stage.nodes(nodes)
  const before = fill?.(nodes) ?? { count: Math.min(nodes, 2000) }
  stage.pods('before', before.count, before.spec)
  stage.settle()
  const pods = count(nodes)
  stage.pods('measured', pods, spec, labels)
  globalThis.gc?.()
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  stage.settle(name === 'preemption' ? 60_000 : 0)
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const left = stage.unbound('measured')
  const rate = (time: number): number => Math.round(pods / time)
  stage.simulator.stop()
  return {
    workload: name,
    nodes,
    pods,
    'pods/s': rate(seconds),
    'pods/s of CPU': rate((user + system) / 1e6),
    'left over': left,
  }
}

function memory(nodes: number, pods: number): Readonly<Record<string, unknown>> {
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const stage = new Stage()
  stage.nodes(nodes)
  stage.pods('many', pods)
  const start = process.cpuUsage()
  stage.settle()
  const { user, system } = process.cpuUsage(start)
  globalThis.gc?.()
  const used = process.memoryUsage().heapUsed - before
  return {
    nodes,
    pods,
    'pods/s of CPU': Math.round((pods * 1e6) / (user + system)),
    'heap, MB': Math.round(used / 1e6),
    'per pod, kB': (used / 1e3 / pods).toFixed(1),
  }
}

const args = process.argv.slice(2)
const at = args.indexOf('--nodes')
const sizes = at < 0 ? [100, 1000, 5000] : [Number(args.splice(at, 2)[1])]
const chosen = Object.keys(workloads).filter((name) => args.length === 0 || args.includes(name))
measure('plain', 100)
console.table(chosen.flatMap((name) => sizes.map((nodes) => measure(name, nodes))))
if (args.length === 0 && at < 0) {
  console.table(
    [
      [1000, 10_000],
      [5000, 25_000],
      [5000, 50_000],
    ].map(([nodes, pods]) => memory(nodes!, pods!)),
  )
}
