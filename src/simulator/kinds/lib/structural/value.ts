// Values judged by a schema: defaults in definitions, and custom resources. Order and words are those of the validator that
// upstream uses. Upstream: kube-openapi/pkg/validation/{validate,errors}, kubeOpenAPIResultToFieldErrors in
// apiextensions-apiserver/pkg/apiserver/validation/validation.go. Rules in CEL are judged elsewhere.
import { deepEqual } from '../../../../model/deep-equal.ts'
import { goRegexpMatches } from '../../../../model/go-regexp.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { type Correlated, correlatedField, correlatedItem } from './correlation.ts'
import { isFormatted, isSupportedFormat } from './formats.ts'
import { goFloat, multipleOf, rangeProblem } from './numbers.ts'
import { additionalOf, itemOf, type Schema } from './schema.ts'

/** One problem: `path` is below the value, '' for the value itself. */
export interface ValueProblem {
  readonly path: string
  report(path: Path | string, errors: FieldErrors): void
}

/**
 * Judges a value and adds its problems to `errors`, at `path` (undefined: the value is the whole object). With what it was before,
 * nothing is said of what stayed the same.
 */
export function validateValue(
  value: unknown,
  schema: Schema,
  path: Path | undefined,
  errors: FieldErrors,
  old?: Correlated,
): void {
  for (const problem of valueProblems(value, schema, old)) {
    const below = problem.path.startsWith('.') ? problem.path.slice(1) : problem.path
    if (below === '') problem.report(path ?? '<nil>', errors)
    else problem.report(path?.child(below) ?? below, errors)
  }
}

/** What is wrong with a value, in upstream's order. */
export function valueProblems(value: unknown, schema: Schema, old?: Correlated): readonly ValueProblem[] {
  const found: ValueProblem[] = []
  collect(value, schema, '', found, old)
  return found
}

type Report = (path: Path | string, errors: FieldErrors) => void

const add = (found: ValueProblem[], path: string, report: Report): void => {
  found.push({ path, report })
}

function invalid(found: ValueProblem[], path: string, value: unknown, why: string): void {
  add(found, path, (at, errors) => errors.invalid(at, value ?? '', `${path} in body ${why}`))
}

const typesOf = (schema: Schema): readonly string[] => {
  if (schema['x-kubernetes-int-or-string']) return ['integer', 'string']
  return schema.type ? [schema.type] : []
}

function collect(value: unknown, schema: Schema, path: string, found: ValueProblem[], old?: Correlated): void {
  if (old === undefined) {
    judge(value, schema, path, found, undefined)
    return
  }
  const own: ValueProblem[] = []
  judge(value, schema, path, own, old)
  if (own.length > 0 && !deepEqual(value, old.value)) found.push(...own)
}

function judge(value: unknown, schema: Schema, path: string, found: ValueProblem[], old: Correlated | undefined): void {
  checkType(value, schema, path, found)
  if (value === null) {
    checkEnum(value, schema, path, found)
    return
  }
  checkJunctors(value, schema, path, found)
  if (typeof value === 'string') checkString(value, schema, path, found)
  else if (typeof value === 'number') checkNumber(value, schema, path, found)
  else if (Array.isArray(value)) checkList(value, schema, path, found, old)
  checkEnum(value, schema, path, found)
  if (typeof value === 'object' && !Array.isArray(value)) {
    checkObject(value as Record<string, unknown>, schema, path, found, old)
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const MAX_INT64 = 2 ** 63
/** Whole numbers beyond 64 bits are read as doubles. */
const isInteger = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < MAX_INT64

const FORMAT_OF: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64' }

function checkType(value: unknown, schema: Schema, path: string, found: ValueProblem[]): void {
  const types = typesOf(schema)
  if (types.length === 0) return
  const actual = typeName(value)
  if (value === null && schema.nullable) return
  if (types.includes(actual) || (actual === 'integer' && types.includes('number'))) return
  const numeric = types.includes('number') || types.includes('integer')
  const skipped = formatOf(schema) !== '' && !numeric && (actual === 'string' || actual === 'array')
  if (skipped) return
  const format = formatOf(schema)
  if (format !== '' && value !== null && actual !== 'string' && actual !== 'array') {
    // Where a format is wanted, it is the format of the value that does not fit.
    const given = FORMAT_OF[actual] ?? ''
    if (given === format) return
    const detail = `${path} in body must be of type ${format}: "${given}"`
    add(found, path, (at, errors) => errors.typeInvalid(at, given, detail))
    return
  }
  const wanted = types.join(',')
  add(found, path, (at, errors) =>
    errors.typeInvalid(at, actual, `${path} in body must be of type ${wanted}: "${actual}"`),
  )
}

/** Formats the server does not know are taken away. */
const formatOf = (schema: Schema): string =>
  schema.format && isSupportedFormat(schema.format, schema.type ?? '') ? schema.format : ''

function checkEnum(value: unknown, schema: Schema, path: string, found: ValueProblem[]): void {
  const allowed = schema.enum
  if (allowed === undefined || allowed.length === 0) return
  if (allowed.some((option) => JSON.stringify(option) === JSON.stringify(value))) return
  const values = allowed.map((option) => (typeof option === 'string' ? option : JSON.stringify(option)))
  add(found, path, (at, errors) => errors.notSupported(at, value, values))
}

function checkString(value: string, schema: Schema, path: string, found: ValueProblem[]): void {
  const { maxLength, minLength, pattern } = schema
  const length = [...value].length
  if (maxLength !== undefined && length > maxLength) add(found, path, (at, errors) => errors.tooLong(at, maxLength))
  if (minLength !== undefined && length < minLength) {
    invalid(found, path, value, `should be at least ${minLength} chars long`)
  }
  if (pattern && !goRegexpMatches(pattern, value)) invalid(found, path, value, `should match '${pattern}'`)
  const format = formatOf(schema)
  if (format === '' || schema.type === 'integer' || schema.type === 'number' || isFormatted(format, value)) return
  const detail = `${path} in body must be of type ${format}: ${JSON.stringify(value)}`
  add(found, path, (at, errors) => errors.typeInvalid(at, value, detail))
}

function checkNumber(value: number, schema: Schema, path: string, found: ValueProblem[]): void {
  const { type = '', maximum, minimum, multipleOf: factor } = schema
  const format = formatOf(schema)
  const range = (bound: number, prefix: string): void => {
    const problem = rangeProblem(bound, type, format)
    if (problem === undefined) return
    add(found, '', (at, errors) => errors.invalid(at, '', `${prefix} value must be of type ${problem} in ${path}`))
  }
  range(value, 'Checked')
  // Whole numbers are judged by whole bounds: fractions of the schema are cut off.
  const whole = isInteger(value)
  if (factor !== undefined) {
    range(factor, 'MultipleOf')
    if (whole && Math.trunc(factor) <= 0) {
      add(found, path, (at, errors) =>
        errors.invalid(at, 0, `factor MultipleOf declared for ${path} must be positive: ${Math.trunc(factor)}`),
      )
    } else if (!multipleOf(value, factor)) invalid(found, path, value, `should be a multiple of ${goFloat(factor)}`)
  }
  if (minimum !== undefined) {
    range(minimum, 'Minimum boundary')
    const { exclusiveMinimum } = schema
    const or = exclusiveMinimum ? '' : ' or equal to'
    if (exclusiveMinimum ? value <= minimum : value < minimum) {
      invalid(found, path, value, `should be greater than${or} ${goFloat(minimum)}`)
    }
  }
  if (maximum === undefined) return
  range(maximum, 'Maximum boundary')
  const { exclusiveMaximum } = schema
  const or = exclusiveMaximum ? '' : ' or equal to'
  if (exclusiveMaximum ? value >= maximum : value > maximum) {
    invalid(found, path, value, `should be less than${or} ${goFloat(maximum)}`)
  }
}

function checkList(
  value: readonly unknown[],
  schema: Schema,
  path: string,
  found: ValueProblem[],
  old: Correlated | undefined,
): void {
  const item = itemOf(schema)
  if (item) {
    for (const [i, element] of value.entries()) {
      collect(element, item, `${path}[${i}]`, found, correlatedItem(element, schema, old))
    }
  }
  const { minItems, maxItems } = schema
  if (minItems !== undefined && value.length < minItems) {
    invalid(found, path, value.length, `should have at least ${minItems} items`)
  }
  if (maxItems !== undefined && value.length > maxItems) {
    add(found, path, (at, errors) => errors.tooMany(at, value.length, maxItems))
  }
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: string,
  found: ValueProblem[],
  old: Correlated | undefined,
): void {
  const names = Object.keys(value)
  const { minProperties, maxProperties, properties = {} } = schema
  if (minProperties !== undefined && names.length < minProperties) {
    invalid(found, path, names.length, `should have at least ${minProperties} properties`)
  }
  if (maxProperties !== undefined && names.length > maxProperties) {
    add(found, path, (at, errors) => errors.tooMany(at, names.length, maxProperties))
  }
  for (const name of schema.required ?? []) {
    if (!(name in value)) add(found, `${path}.${name}`, (at, errors) => errors.required(at))
  }
  const additional = additionalOf(schema)
  for (const name of names) {
    const below = path === '' ? name : `${path}.${name}`
    const property = properties[name]
    const before = correlatedField(name, path, old)
    if (property) collect(value[name], property, below, found, before)
    else if (additional) collect(value[name], additional, below, found, before)
    else if (schema.additionalProperties === false) {
      const detail = `${path}.${name} in body is a forbidden property`
      add(found, below, (at, errors) => errors.invalid(at, '', detail))
    }
  }
}

/** The junctors' own sentences; what their clauses say is kept where upstream keeps it. */
function checkJunctors(value: unknown, schema: Schema, path: string, found: ValueProblem[]): void {
  const say = (what: string): void => add(found, '', (at, errors) => errors.invalid(at, '', `"${path}" must ${what}`))
  const failures = (clauses: readonly Schema[]): (readonly ValueProblem[])[] =>
    clauses.map((clause) => {
      const problems: ValueProblem[] = []
      collect(value, clause, path, problems)
      return problems
    })
  if (schema.anyOf?.length) {
    const results = failures(schema.anyOf)
    if (!results.some((problems) => problems.length === 0)) {
      say('validate at least one schema (anyOf)')
      found.push(...bestOf(results))
    }
  }
  if (schema.oneOf?.length) {
    const results = failures(schema.oneOf)
    const valid = results.filter((problems) => problems.length === 0).length
    if (valid !== 1) {
      const why = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`
      say(`validate one and only one schema (oneOf). ${why}`)
      if (valid === 0) found.push(...bestOf(results))
    }
  }
  if (schema.allOf?.length) {
    const results = failures(schema.allOf)
    const valid = results.filter((problems) => problems.length === 0).length
    for (const problems of results) found.push(...problems)
    if (valid < results.length) say(`validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`)
  }
  if (schema.not && failures([schema.not])[0]!.length === 0) say('not validate the schema (not)')
}

/** The alternative that came nearest: the one that failed last among those that got furthest. */
const bestOf = (results: readonly (readonly ValueProblem[])[]): readonly ValueProblem[] => results[0] ?? []
