// Scenarios per second in one process, from the text of a feature to its verdicts: read, checked and played.
import { Bench } from 'tinybench'
import { createEmbeddedCluster } from '../src/cluster/embedded.ts'
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
const files = filesIn('.')
const snapshots = () => ({ match: () => ({ ok: true, state: 'matched' }) as const })

const bench = new Bench({ time: 1000 })
const failures = new Map<string, string>()
for (const [name, steps] of Object.entries(STEPS)) {
  const scenarios = Array.from(
    { length: COUNT },
    (_, i) => `  Scenario: ${i}\n    Given a cluster with 2 nodes\n${steps}\n`,
  )
  const text = `Feature: ${name}\n\n${scenarios.join('\n')}`
  bench.add(name, async () => {
    const checked = checkFeature('bench.feature', text, files)
    for await (const result of playFeature(checked, { factory: createEmbeddedCluster, files, snapshots })) {
      if (result.outcome !== 'passed') failures.set(name, JSON.stringify(result.steps.find((s) => s.failure)?.failure))
    }
  })
}
await bench.run()
console.table(
  bench.tasks.map(({ name, result }) => {
    const mean = 'latency' in result ? result.latency.mean / COUNT : Number.NaN
    return { scenario: name, 'scenarios/s': Math.round(1000 / mean), 'ms each': mean.toFixed(3) }
  }),
)
for (const [name, why] of failures) console.log(`${name}: did not pass: ${why}`)
