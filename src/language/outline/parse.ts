// A feature file's text to its outline: lines (lines.ts) → grammar/feature.peggy → tree (build.ts). Accepts and refuses what
// the reference parser of Gherkin accepts and refuses, except for the full-width colon after a title, which is understood
// with a warning. Time and memory grow with the length of the text only.
import { parse } from '../../generated/grammar/feature.js'
import { byPosition, type Diagnostic } from '../diagnostic.ts'
import { OutlineBuilder } from './build.ts'
import { readLines } from './lines.ts'
import { Report, TooManyErrors } from './report.ts'
import type { Comment, Feature } from './tree.ts'

/** What a feature file is made of; with errors among the diagnostics the feature is only what could be understood. */
export interface Outline {
  readonly feature: Feature | undefined
  readonly comments: readonly Comment[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the outline of a feature file; `file` is only for the diagnostics. */
export function parseOutline(text: string, file = '<text>'): Outline {
  const lines = readLines(text)
  const report = new Report(lines, file)
  const build = new OutlineBuilder(lines, report)
  let feature: Feature | undefined
  try {
    feature = parse(lines.kinds, { build }) as Feature | undefined
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error
  }
  return { feature, comments: build.comments, diagnostics: report.diagnostics.sort(byPosition) }
}
