import fs from 'node:fs'
import { it } from 'vitest'
import { replaySchedulerCase, schedulerCluster, type SchedulerCase } from './scheduler-replay.ts'
it('replays', () => {
  const dir = '/work/shared/kubernetes/scheduler/'
  let shown = 0
  const rows: string[] = []
  for (const f of fs.readdirSync(dir).filter((f) => f.endsWith('.jsonl'))) {
    let ok = 0, n = 0
    for (const line of fs.readFileSync(dir + f, 'utf8').split('\n').filter(Boolean)) {
      const c = JSON.parse(line) as SchedulerCase
      if (c.random) continue
      n++
      let d: string | undefined
      try { d = replaySchedulerCase(c, schedulerCluster) } catch (e) { d = String((e as Error).stack ?? e).slice(0, 600) }
      if (d === undefined) ok++
      else if (/^(node|taints|resour|hostP|match|gates|unsch|images|ports)/.test(f) && shown++ < 12) console.log(c.id, d)
    }
    rows.push(`${f} ${ok}/${n}`)
  }
  console.log(rows.join('\n'))
}, 100000)
