// Whether an applied configuration fits its type: unknown fields, wrong types, items named twice.
// Upstream: structured-merge-diff typed/{validate,helpers}.go.
import { formOf, isMap, itemElement, type JsonMap, TypedProblem } from './items.ts'
import { type PathElement, printElement } from './path-elements.ts'
import { type ListShape, type MapShape, resolve, type ScalarKind, type Shape } from './shapes.ts'

/** The text of all problems of a value; undefined when it fits. */
export function typeProblems(shape: Shape, value: unknown): string | undefined {
  const problems: string[] = []
  validate(shape, value, '', problems)
  if (problems.length === 0) return undefined
  return problems.length === 1 ? problems[0] : ['errors:', ...problems.map((p) => `  ${p}`)].join('\n')
}

const at = (path: string, message: string): string => (path === '' ? message : `${path}: ${message}`)

function validate(shape: Shape, value: unknown, path: string, problems: string[]): void {
  const form = formOf(shape, value)
  if (value === null || value === undefined) return
  if (form === 'scalar') {
    const problem = scalarProblem(shape.scalar as ScalarKind, value)
    if (problem !== undefined) problems.push(at(path, problem))
  } else if (form === 'list') {
    if (Array.isArray(value)) validateList(shape.list as ListShape, value, path, problems)
    else problems.push(at(path, `expected list, got &{${goValue(value)}}`))
  } else if (isMap(value)) validateMap(shape.map as MapShape, value, path, problems)
  else problems.push(at(path, `expected map, got &{${goValue(value)}}`))
}

function scalarProblem(kind: ScalarKind, value: unknown): string | undefined {
  if (kind === 'numeric')
    return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`
  if (kind === 'string')
    return typeof value === 'string'
      ? undefined
      : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`
  if (kind === 'boolean') return typeof value === 'boolean' ? undefined : `expected boolean, got &{${goValue(value)}}`
  return typeof value === 'object' ? `expected any scalar, got &{${goValue(value)}}` : undefined
}

function validateMap(shape: MapShape, map: JsonMap, path: string, problems: string[]): void {
  for (const name of Object.keys(map)) {
    const reference = shape.fields.get(name)?.reference ?? shape.element
    if (reference === undefined) {
      problems.push(`${path}.${name}: field not declared in schema`)
      return
    }
    validate(resolve(reference), map[name], `${path}.${name}`, problems)
  }
}

function validateList(shape: ListShape, list: readonly unknown[], path: string, problems: string[]): void {
  const inner = resolve(shape.element)
  const seen = new Set<PathElement>()
  for (const [index, item] of list.entries()) {
    let element = `i:${index}`
    if (!shape.atomic) {
      try {
        element = itemElement(shape, item)
      } catch (problem) {
        if (!(problem instanceof TypedProblem)) throw problem
        problems.push(at(path, `element ${index}: ${problem.message}`))
        return
      }
      if (seen.has(element)) problems.push(at(path, `duplicate entries for key ${printElement(element)}`))
      seen.add(element)
    }
    validate(inner, item, path + printElement(element), problems)
  }
}

/** `%T` of a decoded JSON value. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  if (isMap(value)) return 'map[string]interface {}'
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'float64' : 'string'
}

/** `%v` of a decoded JSON value. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`
  if (!isMap(value)) return typeof value === 'number' ? goNumber(value) : String(value)
  return `map[${Object.keys(value)
    .sort()
    .map((key) => `${key}:${goValue(value[key])}`)
    .join(' ')}]`
}

/** `%#v` of a decoded JSON value. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (typeof value === 'string') return JSON.stringify(value)
  if (!isMap(value)) return typeof value === 'number' ? goNumber(value) : String(value)
  return `map[string]interface {}{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`)
    .join(', ')}}`
}

/** A number as Go's `%v` prints it: integers in full, floats in the shortest form with exponents from 1e+21. */
function goNumber(value: number): string {
  const text = String(value)
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
