// The body of tools/score-behaviours.mjs: scores of recorded behaviours by controller, with the first differences.
import { type Behaviour, playBehaviour } from './behaviours-replay.ts'
import { recordedFiles, recordedText } from './recordings.ts'
import { type Score, table } from './score.ts'

/** `--show N` prints that many differences a case; other arguments choose cases by the beginning of their names. */
export function main(args: string[]): void {
  const at = args.indexOf('--show')
  const show = at < 0 ? 0 : Number(args.splice(at, 2)[1])
  const parts = new Map<string, Score>()
  const cases = new Map<string, Score>()
  for (const file of recordedFiles('behaviours')) {
    const name = file.replace('.json', '')
    if (args.length > 0 && !args.some((a) => name.startsWith(a))) continue
    const area = name.split('-')[0]!
    const behaviour = JSON.parse(recordedText('behaviours', file)) as Behaviour
    let outcome = { exact: 0, total: 1, lines: ['threw'] as readonly string[] }
    try {
      outcome = playBehaviour(behaviour)
    } catch (error) {
      outcome.lines = [`threw ${error instanceof Error ? error.stack : String(error)}`]
    }
    if (show > 0 && outcome.lines.length > 0)
      console.log(`${name} ${outcome.exact}/${outcome.total}\n   ${outcome.lines.slice(0, show).join('\n   ')}`)
    const part = parts.get(area) ?? { exact: 0, total: 0 }
    parts.set(area, { exact: part.exact + outcome.exact, total: part.total + outcome.total })
    const whole = cases.get(area) ?? { exact: 0, total: 0 }
    cases.set(area, { exact: whole.exact + (outcome.exact === outcome.total ? 1 : 0), total: whole.total + 1 })
  }
  console.log(table('recorded behaviours, all exact', cases, {}))
  console.log(table('recorded behaviours, objects and events', parts, {}))
}
