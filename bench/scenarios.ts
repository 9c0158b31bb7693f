// Scenarios per second in one process, from the text of a feature to its verdicts: read, checked and played.
import fs from 'node:fs'
import path from 'node:path'
import { Bench } from 'tinybench'
import { createEmbeddedCluster } from '../src/cluster/embedded.ts'
import type { PlayFiles } from '../src/play/contract.ts'
import { filesIn } from '../src/play/node-files.ts'
import { checkFeature, playFeature } from '../src/play/run-feature.ts'

const POD = `
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: nginx}]}
      """`
const DEPLOYMENT = `
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """`
const STEPS: Readonly<Record<string, string>> = {
  'an empty cluster': '    Then there is no pod "web"',
  'a pod runs': `    When I apply:${POD}\n    Then pod "web" is Running`,
  'a deployment of 3 is available': `    When I apply:${DEPLOYMENT}\n    Then deployment "web" is Available`,
}
const COUNT = 50
const snapshots = () => ({ match: () => ({ ok: true, state: 'matched' }) as const })

/** A whole page of the documentation: waits, ten idle minutes, a namespace's end. */
const PAGE = 'scenarios/seeds/memory-constraints.feature'

// Warm: what a long run of many features comes to. V8 goes on compiling for thousands of scenarios.
const WARM_UP_MS = Number(process.env['WARM_UP_MS'] ?? 15_000)
const bench = new Bench({ time: 4000, warmupTime: WARM_UP_MS })
const failures = new Map<string, string>()
const counts = new Map<string, number>()

function play(name: string, text: string, files: PlayFiles): void {
  bench.add(name, async () => {
    const checked = checkFeature('bench.feature', text, files)
    let count = 0
    for await (const result of playFeature(checked, { factory: createEmbeddedCluster, files, snapshots })) {
      count++
      if (result.outcome !== 'passed') failures.set(name, JSON.stringify(result.steps.find((s) => s.failure)?.failure))
    }
    counts.set(name, count)
  })
}

for (const [name, steps] of Object.entries(STEPS)) {
  const scenarios = Array.from(
    { length: COUNT },
    (_, i) => `  Scenario: ${i}\n    Given a cluster with 2 nodes\n${steps}\n`,
  )
  const text = `Feature: ${name}\n\n${scenarios.join('\n')}`
  play(name, text, filesIn('.'))
}
play('the memory-constraints page', fs.readFileSync(PAGE, 'utf8'), filesIn(path.dirname(PAGE)))
await bench.run()
console.table(
  bench.tasks.map(({ name, result }) => {
    const count = counts.get(name) ?? Number.NaN
    const { mean, p50 } = 'latency' in result ? result.latency : { mean: Number.NaN, p50: Number.NaN }
    const perSecond = (milliseconds: number): number => Math.round((1000 * count) / milliseconds)
    return {
      scenario: name,
      'scenarios/s': perSecond(mean),
      median: perSecond(p50),
      'ms each': (mean / count).toFixed(3),
    }
  }),
)
for (const [name, why] of failures) console.log(`${name}: did not pass: ${why}`)
