// What kubelets cost: pods brought to Running on 100 and 1,000 nodes (bound beforehand, so that no scheduler is measured), the
// memory of a running pod, a day of a container that crashes, lines a shell in a container prints, and how each grows.
// `npm run bench kubelet`; processor time, which other work on the machine leaves alone.
import { ADMINISTRATOR, Simulator } from '../src/simulator/compose.ts'

const DAY_MS = 86_400_000
const PODS = '/api/v1/namespaces/default/pods'

type Row = Readonly<Record<string, string | number>>

/** Milliseconds of processor time that `work` takes. */
function cost(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

function cluster(nodes: number): Simulator {
  const simulator = new Simulator({
    nodes: Array.from({ length: nodes }, (_, i) => ({ name: `node-${i}`, capacity: { pods: '1000' } })),
    scheduler: false,
  })
  simulator.clock.runTo(simulator.clock.now())
  return simulator
}

function createPod(simulator: Simulator, name: string, node: number, container: object): void {
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { nodeName: `node-${node}`, containers: [{ name: 'main', ...container }] },
  }
  const { code, body: answer } = simulator.server.handle({ method: 'POST', path: PODS, user: ADMINISTRATOR, body })
  if (code !== 201) throw new Error(JSON.stringify(answer))
}

function running(nodes: number, pods: number): Row {
  const simulator = cluster(nodes)
  const { clock, store } = simulator
  for (let i = 0; i < pods; i++) createPod(simulator, `web-${i}`, i % nodes, { image: 'nginx' })
  const before = heap()
  const milliseconds = cost(() => clock.runTo(clock.now() + 9000))
  const after = heap()
  const up = store
    .list('pods', 'default')
    .filter((pod) => (pod as { status?: { phase?: string } }).status?.phase === 'Running')
  if (up.length !== pods) throw new Error(`${up.length} of ${pods} pods are Running`)
  simulator.stop()
  return {
    nodes,
    pods,
    'seconds of processor': (milliseconds / 1000).toFixed(2),
    'pods per second': Math.round((pods / milliseconds) * 1000),
    'kB per pod': Math.round((after - before) / pods / 1000),
  }
}

function crash(days: number): Row {
  const simulator = cluster(1)
  simulator.kubelets.setImage({ name: 'app', exits: { after: 1000, code: 1 } })
  createPod(simulator, 'web', 0, { image: 'app' })
  const { clock, store } = simulator
  const milliseconds = cost(() => clock.runTo(clock.now() + days * DAY_MS))
  simulator.stop()
  return { days, 'seconds of processor': (milliseconds / 1000).toFixed(2), writes: store.history.length }
}

function shell(lines: number): Row {
  const simulator = cluster(1)
  const script = `i=0; while [ $i -lt ${lines} ]; do echo "line $i: $(date)"; i=$((i+1)); done; sleep 100000`
  createPod(simulator, 'web', 0, { image: 'busybox', command: ['sh', '-c', script] })
  const { clock, kubelets } = simulator
  // Each turn of a loop takes a moment of cluster time.
  const milliseconds = cost(() => clock.runTo(clock.now() + 5000 + lines * 10))
  const printed = (kubelets.logs('default', 'web', 'main') ?? '').split('\n').length - 1
  simulator.stop()
  if (printed !== lines) throw new Error(`${printed} of ${lines} lines were printed`)
  return { lines, 'lines per second': Math.round((lines / milliseconds) * 1000) }
}

const SUITES: Readonly<Record<string, () => readonly Row[]>> = {
  running: () => [
    running(100, 100),
    running(100, 1000),
    running(100, 10_000),
    running(1000, 1000),
    running(1000, 10_000),
  ],
  crash: () => [crash(1), crash(10)],
  shell: () => [shell(1000), shell(10_000), shell(50_000)],
}

for (const [name, suite] of Object.entries(SUITES)) {
  console.log(name)
  console.table(suite())
}
