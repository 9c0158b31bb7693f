// What may stand where, for the messages: the reference parser's token names, in its order, and the same in words. A place
// is the state a stray line was met in.
import type { Dialect } from './dialects.ts'

/** Where a stray line or the end of the file was met. */
export type Place = 'opening' | 'header' | 'rule' | 'examples' | 'docString' | StepPlace | BackgroundPlace

/** After a step or its first table, after a doc string (and its table), after a table and its doc string. */
export type StepPlace = 'step' | 'text' | 'both'
type BackgroundPlace = `background ${StepPlace}`

const AFTER_STEP = 'EOF TableRow DocStringSeparator StepLine TagLine ExamplesLine ScenarioLine RuleLine Comment Empty'

const TOKENS: Readonly<Record<Place, readonly string[]>> = {
  opening: tokens('EOF Language TagLine FeatureLine Comment Empty'),
  header: tokens('TagLine FeatureLine Comment Empty'),
  rule: tokens('TagLine RuleLine Comment Empty'),
  examples: tokens('EOF TableRow TagLine ExamplesLine ScenarioLine RuleLine Comment Empty'),
  docString: tokens('DocStringSeparator Other'),
  step: tokens(AFTER_STEP),
  text: tokens(AFTER_STEP, 'DocStringSeparator'),
  both: tokens(AFTER_STEP, 'DocStringSeparator', 'TableRow'),
  'background step': tokens(AFTER_STEP, 'ExamplesLine'),
  'background text': tokens(AFTER_STEP, 'ExamplesLine', 'DocStringSeparator'),
  'background both': tokens(AFTER_STEP, 'ExamplesLine', 'DocStringSeparator', 'TableRow'),
}

function tokens(names: string, ...without: string[]): readonly string[] {
  return names.split(' ').filter((name) => !without.includes(name))
}

/** The list of a message: `#EOF, #TagLine, …`. */
export function expectedTokens(place: Place): string {
  return TOKENS[place].map((name) => `#${name}`).join(', ')
}

/** The same for people: the keywords of the file's language; comments and blank lines go without saying. */
export function expectedWords(place: Place, language: Dialect): string[] {
  const { words } = language
  const title = (list: readonly string[]) => `\`${list[0] ?? ''}:\``
  const step = [words('given'), words('when'), words('then')].map(
    (list) => list.find((word) => word !== '* ')?.trim() ?? '',
  )
  const said: Readonly<Record<string, string | undefined>> = {
    EOF: 'the end of the file',
    Language: '`# language:`',
    TagLine: 'tags',
    FeatureLine: title(words('feature')),
    RuleLine: title(words('rule')),
    ScenarioLine: title(words('scenario').slice(-1)),
    ExamplesLine: title(words('examples')),
    StepLine: `a step (${step.map((word) => `\`${word}\``).join(', ')} …)`,
    DocStringSeparator: place === 'docString' ? 'the fence that closes the doc string' : 'a doc string',
    TableRow: 'a table row',
  }
  return TOKENS[place].flatMap((name) => said[name] ?? [])
}
