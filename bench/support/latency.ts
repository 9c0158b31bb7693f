// How long single calls take, as rates and percentiles; and the pod all request suites use.

/** One row of a table. */
export interface Latency {
  readonly 'per second': number
  readonly 'p50, µs': number
  readonly 'p99, µs': number
}

/** Times `count` calls after a tenth as many to warm up. */
export function latencies(count: number, call: () => void): Latency {
  for (let i = 0; i < count / 10; i++) call()
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const start = performance.now()
    call()
    times.push(performance.now() - start)
  }
  return row(times)
}

/** The same for calls that answer later, one after the other. */
export async function latenciesLater(count: number, call: () => Promise<void>): Promise<Latency> {
  for (let i = 0; i < count / 10; i++) await call()
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const start = performance.now()
    await call()
    times.push(performance.now() - start)
  }
  return row(times)
}

function row(times: number[]): Latency {
  times.sort((a, b) => a - b)
  const total = times.reduce((sum, time) => sum + time, 0)
  const at = (share: number): number => Math.round(times[Math.floor(times.length * share)]! * 1000)
  return { 'per second': Math.round((times.length * 1000) / total), 'p50, µs': at(0.5), 'p99, µs': at(0.99) }
}

/** A small pod as people write it. */
export const podSpec = {
  containers: [
    {
      name: 'app',
      image: 'nginx:1.27',
      ports: [{ containerPort: 80 }],
      env: [{ name: 'A', value: 'b' }],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    },
  ],
}

/** It under a name. */
export const manifest = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'bench' } },
  spec: podSpec,
})
