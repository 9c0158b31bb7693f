// What stands below a sentence: that it is there when the sentence ends in a colon and not otherwise, and what it holds. YAML
// is read here already, so that its faults are known before anything runs, at their place in the feature file.
import type { SentenceNeeds } from './catalogue.ts'
import type { Diagnostic } from './diagnostic.ts'
import { manifestFaults } from './manifest-kinds.ts'
import { editDistance } from './outline/nearest.ts'
import type { PickleStep } from './outline/pickles.ts'
import type { DataTable, DocString } from './outline/tree.ts'
import type { Argument } from './tree.ts'
import type { Vocabulary } from './vocabulary.ts'
import { readYaml, type YamlFault } from './yaml.ts'

type Fault = Omit<Diagnostic, 'file'>

/** Reads what stands below a step; faults are told to `report`. */
export function readArgument(
  step: PickleStep,
  entry: SentenceNeeds | undefined,
  vocabulary: Vocabulary,
  report: (fault: Fault) => void,
): Argument | undefined {
  const { docString, dataTable } = step
  const needs = entry?.needs
  if (needs === 'table') {
    if (docString !== undefined) report(unwanted(docString, 'a doc string', 'a table'))
    return dataTable === undefined
      ? missing(step, 'a table', report)
      : readTable(dataTable, entry?.columns ?? [], report)
  }
  if (dataTable !== undefined) report(unwanted(dataTable, 'a table', needs && 'a doc string'))
  if (needs === undefined) {
    if (docString !== undefined) report(unwanted(docString, 'a doc string', undefined))
    return undefined
  }
  if (docString === undefined) return missing(step, 'a doc string', report)
  if (needs === 'text') return { type: 'text', text: docString.content }
  return readYamlArgument(docString, needs, vocabulary, report)
}

function readYamlArgument(
  docString: DocString,
  needs: 'yaml' | 'manifest',
  vocabulary: Vocabulary,
  report: (fault: Fault) => void,
): Argument | undefined {
  const { content: text } = docString
  const { documents, faults } = readYaml(text)
  const at = (fault: YamlFault, code: Fault['code']) =>
    report({ code, severity: 'error', message: fault.message, ...inDocString(docString, fault) })
  for (const fault of faults) at(fault, 'yaml/invalid')
  if (faults.length > 0) return undefined
  if (needs === 'manifest') {
    for (const fault of documents.flatMap((d) => manifestFaults(d, vocabulary))) {
      report({ ...fault, ...inDocString(docString, fault) })
    }
    if (documents.length === 0)
      report({
        code: 'manifest/empty',
        severity: 'error',
        message: 'there is no object in here',
        ...docString.location,
      })
    return { type: 'manifest', text, documents }
  }
  const [first, second] = documents
  if (second !== undefined)
    at(
      { message: 'one YAML document is wanted here, not several', line: second.line, column: second.column },
      'yaml/several',
    )
  return { type: 'yaml', text, value: first?.value ?? null }
}

/** A place in the content of a doc string as a place in the file. */
export function inDocString(
  docString: DocString,
  place: { line: number; column: number },
): { line: number; column: number } {
  return { line: docString.location.line + place.line, column: docString.location.column - 1 + place.column }
}

function missing(step: PickleStep, what: string, report: (fault: Fault) => void): undefined {
  const { location, textColumn, text } = step.source
  const column = textColumn + Array.from(text).length - 1
  report({
    code: 'sentence/argument-missing',
    severity: 'error',
    message: `this sentence needs ${what} below it`,
    line: location.line,
    column,
  })
  return undefined
}

function unwanted(part: DocString | DataTable, what: string, wanted: string | undefined): Fault {
  const message =
    wanted === undefined
      ? `the sentence above takes nothing below it, but here is ${what}`
      : `the sentence above takes ${wanted}, not ${what}`
  const hint = wanted === undefined ? { hint: 'a sentence that takes something ends in a colon' } : {}
  return { code: 'sentence/argument-unwanted', severity: 'error', message, ...part.location, ...hint }
}

function readTable(table: DataTable, columns: readonly string[], report: (fault: Fault) => void): Argument {
  const [header, ...body] = table.rows
  const names = (header?.cells ?? []).map((cell) => cell.value)
  header?.cells.forEach((cell, i) => {
    const { value, location } = cell
    if (!columns.includes(value)) {
      const near = columns.find((c) => editDistance(c, value) <= 2)
      report({
        code: 'table/column',
        severity: 'error',
        message: `there is no column "${value}" in this table`,
        ...location,
        expected: columns,
        ...(near ? { nearest: near } : {}),
      })
    } else if (names.indexOf(value) !== i) {
      report({ code: 'table/column', severity: 'error', message: `the column "${value}" is there twice`, ...location })
    }
  })
  const rows = body.map((row) => Object.fromEntries(row.cells.map((cell, i) => [names[i] ?? '', cell.value])))
  return { type: 'table', rows }
}
