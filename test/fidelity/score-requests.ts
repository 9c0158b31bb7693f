// The body of tools/score.mjs: scores of recorded requests by file, with the first differences.
import { recordedFiles, recordedLines } from './recordings.ts'
import { type RecordedRequest, recordedServer, replayRequest } from './requests-replay.ts'
import { type Score, table } from './score.ts'

/** `--show N` prints that many differing cases; other arguments choose files by name. */
export function main(args: string[]): void {
  const at = args.indexOf('--show')
  let show = at < 0 ? 0 : Number(args.splice(at, 2)[1])
  const scores = new Map<string, Score>()
  for (const file of recordedFiles('requests')) {
    const area = file.replace('.jsonl', '')
    if (args.length > 0 && !args.includes(area)) continue
    const simulator = recordedServer()
    let exact = 0
    const cases = recordedLines<RecordedRequest>('requests', file)
    for (const c of cases) {
      let lines: string[]
      try {
        lines = replayRequest(simulator, c)
      } catch (error) {
        lines = [`threw ${error instanceof Error ? error.stack : String(error)}`]
      }
      if (lines.length === 0) exact++
      else if (show-- > 0) console.log(`${c.id}\n   ${lines.slice(0, 4).join('\n   ')}`)
    }
    scores.set(area, { exact, total: cases.length })
  }
  console.log(table('recorded requests', scores, {}))
}
