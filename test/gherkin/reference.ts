// The reference parser of Gherkin (@cucumber/gherkin) beside ours: both outlines and both lists of pickles in one shape, so
// that a test compares them with one `toEqual`. Ids and wrappers are dropped; everything else, locations included, stays.
import { AstBuilder, compile, Errors, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import type * as messages from '@cucumber/messages'
import { IdGenerator } from '@cucumber/messages'
import type { Diagnostic } from '../../src/language/diagnostic.ts'
import { type Outline, parseOutline } from '../../src/language/outline/parse.ts'
import { compilePickles, type Pickle } from '../../src/language/outline/pickles.ts'
import type * as tree from '../../src/language/outline/tree.ts'

/** What a parser makes of a text: a document with its pickles, or the errors it refuses it with. */
export interface Reading {
  readonly errors: readonly string[]
  readonly document: unknown
  readonly pickles: unknown
}

/** The text as the reference reads it. */
export function readByReference(text: string): Reading {
  const newId = IdGenerator.incrementing()
  const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher())
  let document: messages.GherkinDocument
  try {
    document = parser.parse(text)
  } catch (error) {
    if (!(error instanceof Errors.CompositeParserException)) throw error
    return { errors: error.errors.map(referenceError), document: undefined, pickles: undefined }
  }
  const { feature, comments } = document
  const pickles = compile({ ...document, uri: '' }, '', newId)
  return {
    errors: [],
    document: plain({ feature: feature && referenceFeature(feature), comments }),
    pickles: plain(pickles.map((pickle) => referencePickle(pickle))),
  }
}

/** The text as we read it. */
export function readByUs(text: string): Reading {
  const outline = parseOutline(text)
  const errors = outline.diagnostics.filter((d) => d.severity === 'error')
  if (errors.length > 0) return { errors: errors.map(ourError), document: undefined, pickles: undefined }
  return { errors: [], document: ourDocument(outline), pickles: ourPickles(outline) }
}

/** Errors as `line:column: message`; the reference gives the end of the file the column 0, we give it 1. */
function ourError(d: Diagnostic): string {
  return `${d.line}:${d.column}: ${d.message}`
}

function referenceError(error: Error): string {
  const [, line, column, message] = /^\((\d+):(\d+)\): ([\s\S]*)$/.exec(error.message) ?? []
  return `${line}:${column === '0' ? 1 : column}: ${message}`
}

function referenceFeature({ children, ...feature }: messages.Feature): unknown {
  return { ...feature, ...(referenceChildren(children) as object) }
}

function referenceChildren(children: readonly (messages.FeatureChild | messages.RuleChild)[]): unknown {
  const background = children.find((child) => child.background !== undefined)?.background
  const rest = children.filter((child) => child.background === undefined)
  return {
    background,
    children: rest.map((child) => {
      if ('rule' in child && child.rule !== undefined) {
        return { ...child.rule, ...(referenceChildren(child.rule.children) as object) }
      }
      const scenario = child.scenario!
      return {
        ...scenario,
        examples: scenario.examples.map(({ tableHeader, tableBody, ...examples }) => ({
          ...examples,
          header: tableHeader,
          body: tableBody,
        })),
      }
    }),
  }
}

function referencePickle(pickle: messages.Pickle): unknown {
  const { name, language, location, tags, steps } = pickle
  return {
    name,
    language,
    location,
    tags: tags.map((tag) => tag.name),
    steps: steps.map(({ text, type, argument }) => ({ text, type, argument })),
  }
}

function ourDocument({ feature, comments }: Outline): unknown {
  return plain({ feature: feature && withoutOurs(feature), comments })
}

/** Without the fields the reference does not have; its keyword types are the same words. */
function withoutOurs(feature: tree.Feature): unknown {
  return JSON.parse(
    JSON.stringify(feature, (key, value) => (key === 'type' || key === 'textColumn' ? undefined : value)),
  )
}

function ourPickles({ feature }: Outline): unknown {
  if (feature === undefined) return []
  return plain(
    compilePickles(feature).map(({ name, language, location, tags, steps }: Pickle) => ({
      name,
      language,
      location,
      tags: tags.map((tag) => tag.name),
      steps: steps.map((step) => ({ text: step.text, type: step.type, argument: argument(step) })),
    })),
  )
}

function argument({ docString, dataTable }: Pickle['steps'][number]): unknown {
  if (docString === undefined && dataTable === undefined) return undefined
  const both = docString !== undefined && dataTable !== undefined
  const tableFirst = both && dataTable.location.line < docString.location.line
  const index = (first: boolean) => (both ? { argumentIndex: first ? 1 : 2 } : {})
  return {
    ...(docString && {
      docString: { ...index(!tableFirst), content: docString.content, mediaType: docString.mediaType },
    }),
    ...(dataTable && {
      dataTable: {
        ...index(tableFirst),
        rows: dataTable.rows.map((row) => ({ cells: row.cells.map(({ value }) => ({ value })) })),
      },
    }),
  }
}

/** As JSON has it: no undefined, no ids. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'id' ? undefined : inner)))
}
