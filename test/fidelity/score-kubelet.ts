// The body of tools/score-kubelet.mjs: recorded pods on the simulated kubelet, with what differs.
import { type KubeletCase, replayKubeletCase } from './kubelet-replay.ts'
import { recordedFiles, recordedText } from './recordings.ts'
import { type Score, table } from './score.ts'

/** `--show N` prints that many differing cases; other arguments choose cases by name. */
export function main(args: string[]): void {
  const at = args.indexOf('--show')
  let show = at < 0 ? 0 : Number(args.splice(at, 2)[1])
  let exact = 0
  let total = 0
  for (const file of recordedFiles('kubelet')) {
    const recorded = JSON.parse(recordedText('kubelet', file)) as KubeletCase
    if (args.length > 0 && !args.includes(recorded.name)) continue
    total++
    let lines: string[]
    try {
      lines = replayKubeletCase(recorded)
    } catch (error) {
      lines = [`threw ${error instanceof Error ? error.stack : String(error)}`]
    }
    if (lines.length === 0) exact++
    else if (show-- > 0) console.log(`${recorded.name}\n   ${lines.join('\n   ')}`)
  }
  console.log(table('recorded pods', new Map<string, Score>([['kubelet', { exact, total }]]), {}))
}
