// Turns an outline into what is played: one pickle per scenario, or per row of an outline's examples, with the background's
// steps before its own, tags inherited, `<name>` filled in and And/But given the type of the step before. The rules are the
// reference's (cucumber/gherkin pickles/compile.ts); each pickle also keeps the nodes it came from, for `file:42` and for
// messages. Rows times steps and values within values can outgrow any file, so both have a bound.
import type { Diagnostic } from '../diagnostic.ts'
import type {
  DataTable,
  DocString,
  Examples,
  Feature,
  KeywordType,
  Location,
  Row,
  Rule,
  Scenario,
  Step,
  Tag,
} from './tree.ts'

/** One thing to play. */
export interface Pickle {
  readonly name: string
  readonly language: string
  /** Of the feature, the rule, the scenario and the examples, in this order. */
  readonly tags: readonly Tag[]
  readonly steps: readonly PickleStep[]
  readonly feature: Feature
  readonly rule?: Rule
  readonly scenario: Scenario
  readonly examples?: Examples
  /** The examples row the values come from. */
  readonly row?: Row
  /** That of the row, else of the scenario. */
  readonly location: Location
}

/** A step to play: its source step with the values of the row filled in. */
export interface PickleStep {
  readonly text: string
  /** And/But have the type of the step before; at the beginning they have none. */
  readonly type: Exclude<KeywordType, 'Conjunction'>
  readonly docString?: DocString
  readonly dataTable?: DataTable
  /** Where it stands: its keyword, location and `textColumn`; if `text` differs from the source's, values were filled in. */
  readonly source: Step
  /** The examples row of its pickle, if the step can hold values of it (a background's cannot). */
  readonly row?: Row
}

/** Why a feature cannot be compiled: it unfolds into more than can be played. */
export type TooLarge = Pick<Diagnostic, 'code' | 'severity' | 'message' | 'line' | 'column'>

const STEP_LIMIT = 1_000_000
const TEXT_LIMIT = 100_000_000

/** Compiles a feature into its pickles, in the order of the file; if they grow too many the rest is reported and left out. */
export function compilePickles(feature: Feature, report: (fault: TooLarge) => void = refuse): Pickle[] {
  const compiler = new PickleCompiler(feature)
  const background = feature.background?.steps ?? []
  try {
    for (const child of feature.children) {
      if (child.type === 'scenario') compiler.scenario(child, background, undefined)
      else {
        const steps = child.background === undefined ? background : [...background, ...child.background.steps]
        for (const scenario of child.children) compiler.scenario(scenario, steps, child)
      }
    }
  } catch (error) {
    if (!(error instanceof OutOfRoom)) throw error
    report({ code: 'gherkin/too-large', severity: 'error', message: error.message, ...compiler.location })
  }
  return compiler.pickles
}

function refuse({ line, message }: TooLarge): never {
  throw new RangeError(`line ${line}: ${message}`)
}

class OutOfRoom extends Error {}

/** What is left to unfold into. */
class Room {
  private steps = STEP_LIMIT
  private text = TEXT_LIMIT

  takeSteps(count: number): void {
    this.steps -= count
    if (this.steps < 0)
      throw new OutOfRoom(`the scenarios of this file unfold into more than ${STEP_LIMIT} steps and tags`)
  }

  takeText(length: number): void {
    this.text -= length
    if (this.text < 0) throw new OutOfRoom(`the values of the examples grow beyond ${TEXT_LIMIT} characters`)
  }
}

class PickleCompiler {
  readonly pickles: Pickle[] = []
  /** Of what is being compiled. */
  location: Location
  private readonly feature: Feature
  private readonly room = new Room()

  constructor(feature: Feature) {
    this.feature = feature
    this.location = feature.location
  }

  scenario(scenario: Scenario, background: readonly Step[], rule: Rule | undefined): void {
    if (scenario.examples.length === 0) this.pickle(scenario, background, rule, undefined, undefined)
    for (const examples of scenario.examples) {
      const holes = examples.header?.cells.map((cell) => `<${cell.value}>`) ?? []
      for (const row of examples.body) {
        this.pickle(scenario, background, rule, examples, new Values(holes, row, this.room))
      }
    }
  }

  private pickle(
    scenario: Scenario,
    background: readonly Step[],
    rule: Rule | undefined,
    examples: Examples | undefined,
    values: Values | undefined,
  ): void {
    const { feature } = this
    const row = values?.row
    this.location = row?.location ?? scenario.location
    const tags = [...feature.tags, ...(rule?.tags ?? []), ...scenario.tags, ...(examples?.tags ?? [])]
    const steps = scenario.steps.length === 0 ? 0 : background.length + scenario.steps.length
    this.room.takeSteps(steps + tags.length)
    const pickle: Writable<Pickle> = {
      name: fill(scenario.name, values),
      language: feature.language,
      tags,
      steps: steps === 0 ? [] : pickleSteps(background, scenario.steps, values),
      feature,
      scenario,
      location: this.location,
    }
    if (rule !== undefined) pickle.rule = rule
    if (examples !== undefined) pickle.examples = examples
    if (row !== undefined) pickle.row = row
    this.pickles.push(pickle)
  }
}

function pickleSteps(background: readonly Step[], own: readonly Step[], values: Values | undefined): PickleStep[] {
  const steps: PickleStep[] = []
  let type: PickleStep['type'] = 'Unknown'
  for (const source of background) {
    type = source.keywordType === 'Conjunction' ? type : source.keywordType
    steps.push(pickleStep(source, type, undefined))
  }
  for (const source of own) {
    type = source.keywordType === 'Conjunction' ? type : source.keywordType
    steps.push(pickleStep(source, type, values))
  }
  return steps
}

function pickleStep(source: Step, type: PickleStep['type'], values: Values | undefined): PickleStep {
  const { docString, dataTable } = source
  const step: Writable<PickleStep> = { text: fill(source.text, values), type, source }
  if (docString !== undefined) step.docString = values === undefined ? docString : fillDocString(docString, values)
  if (dataTable !== undefined) step.dataTable = values === undefined ? dataTable : fillTable(dataTable, values)
  if (values !== undefined) step.row = values.row
  return step
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function fillDocString(docString: DocString, values: Values): DocString {
  const { mediaType } = docString
  const content = values.fill(docString.content)
  const filledType = mediaType === undefined ? undefined : values.fill(mediaType)
  if (content === docString.content && filledType === mediaType) return docString
  return { ...docString, content, ...(filledType !== undefined && { mediaType: filledType }) }
}

/** What holds no value stays the very object it was. */
function fillTable(table: DataTable, values: Values): DataTable {
  const rows = mapChanged(table.rows, (row) => {
    const cells = mapChanged(row.cells, (cell) => {
      const value = values.fill(cell.value)
      return value === cell.value ? cell : { value, location: cell.location }
    })
    return cells === row.cells ? row : { cells, location: row.location }
  })
  return rows === table.rows ? table : { rows, location: table.location }
}

function mapChanged<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let changed: T[] | undefined
  for (let i = 0; i < list.length; i++) {
    const item = change(list[i]!)
    if (item !== list[i]) {
      changed ??= [...list]
      changed[i] = item
    }
  }
  return changed ?? list
}

function fill(text: string, values: Values | undefined): string {
  return values === undefined ? text : values.fill(text)
}

/** The values of one row under the names of the header. */
class Values {
  readonly row: Row
  private readonly holes: readonly string[]
  private readonly room: Room

  constructor(holes: readonly string[], row: Row, room: Room) {
    this.row = row
    this.holes = holes
    this.room = room
  }

  /** Column by column from the left, so that a value may hold the name of a later column. */
  fill(text: string): string {
    if (!text.includes('<')) return text
    let filled = text
    for (let i = 0; i < this.holes.length; i++) {
      const hole = this.holes[i]!
      if (!filled.includes(hole)) continue
      const value = this.row.cells[i]?.value ?? ''
      const pieces = filled.split(hole)
      this.room.takeText(filled.length + (pieces.length - 1) * value.length)
      filled = pieces.join(value)
    }
    return filled
  }
}
