// A background is played once for all its scenarios where its cluster can be forked: nobody may be able to tell. What comes to pass
// in each scenario, write by write, is what comes to pass when each plays the background itself.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createEmbeddedCluster } from '../src/cluster/embedded.ts'
import type { Cluster, ClusterOptions } from '../src/cluster/port.ts'
import { filesIn } from '../src/play/node-files.ts'
import { checkFeature, playFeature } from '../src/play/run-feature.ts'

const SCENARIOS = path.resolve(import.meta.dirname, '../scenarios')
const FORKED = [
  'kinds/access.feature',
  'kinds/resourcequota.feature',
  'seeds/kubelet-access.feature',
  'seeds/memory-constraints.feature',
  'seeds/rbac.feature',
  'sentences/then/snapshot.feature',
  'sentences/when/patch.feature',
]
/** Their backgrounds run pods, set nodes or let time pass. */
const PLAYED_EACH_TIME = ['seeds/drain.feature', 'seeds/taints.feature', 'sentences/when/node.feature']
const snapshots = () => ({ match: () => ({ ok: true, state: 'matched' }) as const })

interface Run {
  readonly outcomes: readonly string[]
  /** The history of each scenario's cluster. */
  readonly histories: readonly string[]
  readonly forks: number
}

async function run(name: string, forking: boolean): Promise<Run> {
  const histories: string[] = []
  let forks = 0
  const watched = (cluster: Cluster): Cluster =>
    new Proxy(cluster, {
      get(target, key) {
        if (key === 'fork' && !forking) return undefined
        const value = Reflect.get(target, key, target) as unknown
        if (typeof value !== 'function') return value
        if (key === 'fork')
          return () => {
            const fork = target.fork?.()
            if (fork === undefined) return undefined
            forks++
            return watched(fork)
          }
        if (key === 'close') histories.push(JSON.stringify(target.history.since()))
        return value.bind(target) as unknown
      },
    })
  const file = path.join(SCENARIOS, name)
  const files = filesIn(path.dirname(file))
  const factory = (options: ClusterOptions): Cluster => watched(createEmbeddedCluster(options))
  const outcomes: string[] = []
  const last: string[] = []
  for await (const result of playFeature(checkFeature(name, fs.readFileSync(file, 'utf8'), files), {
    factory,
    files,
    snapshots,
  })) {
    outcomes.push(`${result.outcome} ${result.name}: ${result.steps.map(({ text, outcome }) => `${outcome} ${text}`)}`)
    last.push(histories.at(-1) ?? '')
  }
  return { outcomes, histories: last, forks }
}

describe('a background', () => {
  it.each(FORKED)('of %s is played once, and nobody can tell', async (name) => {
    const once = await run(name, true)
    const eachTime = await run(name, false)
    expect(once.forks).toBeGreaterThan(once.outcomes.length - 1)
    expect(once.outcomes).toEqual(eachTime.outcomes)
    expect(once.histories).toEqual(eachTime.histories)
  })

  it.each(PLAYED_EACH_TIME)('of %s is played by each scenario', async (name) => {
    const { forks, outcomes } = await run(name, true)
    expect(forks).toBe(0)
    expect(outcomes.filter((outcome) => !outcome.startsWith('passed'))).toEqual([])
  })
})
