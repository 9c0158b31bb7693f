// `kabuki explain`: the sentences there are, from the grammar's own descriptions.
import { type CatalogueEntry, catalogue, explain, nearestSentence, TONGUES } from '../language/catalogue.ts'
import { type Paint, paintFor } from '../report/text-paint.ts'
import type { Command } from './command.ts'
import { EXIT } from './exit-code.ts'
import { parseArguments } from './parse-arguments.ts'
import { UsageError } from './usage-error.ts'

const HELP = `kabuki explain [words…]

Which sentences exist, with examples. With words, only the sentences these are about: kabuki explain quota
A sentence as you would write it finds the nearest: kabuki explain 'the pod web is running'

      --language <tongue>   ${TONGUES.join(', ')}
      --names               only their names and templates
`

/** Shows sentences. */
export const command: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, { language: { type: 'string' }, names: { type: 'boolean' } })
    const tongue = values.language ?? 'en'
    if (!TONGUES.includes(tongue)) throw new UsageError(`--language: there are ${TONGUES.join(', ')}`)
    const found = explain(positionals, tongue)
    if (found.length === 0) throw nothing(positionals, tongue)
    const paint = paintFor(terminal.out.colour)
    const lines =
      values.names === true
        ? found.map((e) => `${e.name}  ${paint.strong(e.template)}`)
        : found.flatMap((e) => entryLines(e, paint))
    terminal.out.write(`${lines.join('\n')}\n`)
    return EXIT.passed
  },
}

function entryLines(entry: CatalogueEntry, paint: Paint): readonly string[] {
  const needs = entry.needs === undefined ? '' : `  ${paint.faint(`(with ${entry.needs} below it)`)}`
  return [
    `${paint.strong(entry.template)}  ${paint.faint(entry.name)}${needs}`,
    `  ${entry.description}`,
    ...entry.examples.map((example) => `    ${paint.label(example)}`),
    '',
  ]
}

function nothing(words: readonly string[], tongue: string): UsageError {
  const nearest = nearestSentence(words.join(' '), tongue)
  const hint =
    nearest === undefined
      ? `there are ${catalogue(tongue).length} sentences: kabuki explain`
      : `the nearest is: ${nearest}`
  return new UsageError(`no sentence is about "${words.join(' ')}"`, hint)
}
