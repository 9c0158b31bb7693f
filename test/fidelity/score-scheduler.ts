// The body of tools/score-scheduler.mjs: scores of recorded scheduler cases by file, with the first differences.
import { recordedFiles, recordedLines } from './recordings.ts'
import { replaySchedulerCase, type SchedulerCase, schedulerCluster } from './scheduler-replay.ts'
import { type Score, table } from './score.ts'

/** `--show N` prints that many differing cases; other arguments choose files, or cases by a part of their id. */
export function main(args: string[]): void {
  const at = args.indexOf('--show')
  let show = at < 0 ? 0 : Number(args.splice(at, 2)[1])
  const scores = new Map<string, Score>()
  for (const file of recordedFiles('scheduler')) {
    const area = file.replace('.jsonl', '')
    const all = recordedLines<SchedulerCase>('scheduler', file).filter(({ random }) => random !== true)
    const cases = args.length === 0 || args.includes(area) ? all : all.filter((c) => args.some((a) => c.id.includes(a)))
    if (cases.length === 0) continue
    let exact = 0
    for (const c of cases) {
      const difference = attempt(c)
      if (difference === undefined) exact++
      else if (show-- > 0) console.log(`${c.id}\n   ${difference}`)
    }
    scores.set(area, { exact, total: cases.length })
  }
  console.log(table('recorded scheduler cases', scores, {}))
}

function attempt(recorded: SchedulerCase): string | undefined {
  try {
    return replaySchedulerCase(recorded, schedulerCluster)
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : String(error)}`
  }
}
