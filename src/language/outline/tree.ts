// The outline of a feature file as a tree: what Gherkin itself knows, before any sentence is understood. Plain data, made
// by parse.ts and read by the sentence parser, the formatter and pickles.ts. Lines and columns are 1-based and columns count
// code points. Shapes follow the reference parser's messages (cucumber/messages), less the ids and the wrappers.

/** A place in the file. */
export interface Location {
  readonly line: number
  readonly column: number
}

/** `@name` before a feature, rule, scenario or examples; the name keeps its `@`. */
export interface Tag {
  readonly name: string
  readonly location: Location
}

/** A comment line as it stands, leading space included. */
export interface Comment {
  readonly text: string
  readonly location: Location
}

/** What a step keyword says the step is for; `*` and ambiguous keywords are Unknown. */
export type KeywordType = 'Context' | 'Action' | 'Outcome' | 'Conjunction' | 'Unknown'

/** A feature: at most one in a file. */
export interface Feature {
  readonly type: 'feature'
  readonly language: string
  readonly tags: readonly Tag[]
  readonly keyword: string
  readonly name: string
  readonly description: string
  readonly background?: Background
  /** Scenarios first, then rules, as the grammar has it. */
  readonly children: readonly (Scenario | Rule)[]
  readonly location: Location
}

/** A rule groups scenarios and may have a background of its own. */
export interface Rule {
  readonly type: 'rule'
  readonly tags: readonly Tag[]
  readonly keyword: string
  readonly name: string
  readonly description: string
  readonly background?: Background
  readonly children: readonly Scenario[]
  readonly location: Location
}

/** The steps every scenario of the feature or rule begins with. */
export interface Background {
  readonly type: 'background'
  readonly keyword: string
  readonly name: string
  readonly description: string
  readonly steps: readonly Step[]
  readonly location: Location
}

/** A scenario; with examples it is an outline, whatever its keyword. */
export interface Scenario {
  readonly type: 'scenario'
  readonly tags: readonly Tag[]
  readonly keyword: string
  readonly name: string
  readonly description: string
  readonly steps: readonly Step[]
  readonly examples: readonly Examples[]
  readonly location: Location
}

/** One table of values for an outline. */
export interface Examples {
  readonly type: 'examples'
  readonly tags: readonly Tag[]
  readonly keyword: string
  readonly name: string
  readonly description: string
  readonly header?: Row
  readonly body: readonly Row[]
  readonly location: Location
}

/** A step: its sentence is `text`, which begins at `textColumn` of its line. */
export interface Step {
  /** As written, with the space that belongs to it. */
  readonly keyword: string
  readonly keywordType: KeywordType
  readonly text: string
  readonly textColumn: number
  readonly docString?: DocString
  readonly dataTable?: DataTable
  readonly location: Location
}

/** The text between two fences; its first line is the one after `location`. */
export interface DocString {
  readonly mediaType?: string
  readonly content: string
  readonly delimiter: '"""' | '```'
  readonly location: Location
}

/** Rows of cells, all of one width. */
export interface DataTable {
  readonly rows: readonly Row[]
  readonly location: Location
}

/** One table row. */
export interface Row {
  readonly cells: readonly Cell[]
  readonly location: Location
}

/** One table cell, trimmed and unescaped; the location is that of its text. */
export interface Cell {
  readonly value: string
  readonly location: Location
}
