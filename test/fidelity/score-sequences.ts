// The body of tools/score-sequences.mjs: scores of recorded sequences by file (sequences and single answers), with the first differences.
import { recordedFiles, recordedLines } from './recordings.ts'
import { type Score, table } from './score.ts'
import { playSequence, recordedCluster, type Sequence } from './sequences-replay.ts'

/** `--show N` prints that many differing steps; other arguments choose files, or sequences by a part of their name. */
export function main(args: string[]): void {
  const at = args.indexOf('--show')
  let show = at < 0 ? 0 : Number(args.splice(at, 2)[1])
  const whole = new Map<string, Score>()
  const single = new Map<string, Score>()
  for (const file of recordedFiles('sequences')) {
    const area = file.replace('.jsonl', '')
    let exact = 0
    let steps = 0
    let exactSteps = 0
    const all = recordedLines<Sequence>('sequences', file)
    const sequences =
      args.length === 0 || args.includes(area) ? all : all.filter((s) => args.some((a) => s.id.includes(a)))
    for (const sequence of sequences) {
      const simulator = recordedCluster()
      try {
        const outcome = playSequence(simulator, sequence)
        steps += outcome.steps
        exactSteps += outcome.steps - outcome.different.length
        if (outcome.different.length === 0) exact++
        for (const { step, request, lines } of outcome.different) {
          if (show-- > 0)
            console.log(
              `${sequence.id} step ${step} ${request.method ?? 'GET'} ${request.path}\n   ${lines.slice(0, 4).join('\n   ')}`,
            )
        }
      } catch (error) {
        if (show-- > 0) console.log(`${sequence.id} threw ${error instanceof Error ? error.stack : String(error)}`)
      }
      simulator.stop()
    }
    if (sequences.length === 0) continue
    whole.set(area, { exact, total: sequences.length })
    single.set(area, { exact: exactSteps, total: steps })
  }
  console.log(table('recorded sequences, all answers exact', whole, {}))
  console.log(table('recorded sequences, single answers', single, {}))
}
