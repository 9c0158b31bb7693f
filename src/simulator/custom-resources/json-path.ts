// The JSON paths of columns, selectable fields and scale: fields, indexes, slices, unions, wildcards, recursion, filters.
// Upstream: client-go/util/jsonpath. Limit: filters compare a field of the item with a literal.
import { isJsonObject } from '../../model/json.ts'

type Range = readonly [start: number | undefined, end: number | undefined, step: number | undefined]

type Step =
  | { readonly field: string }
  | { readonly index: number }
  | { readonly range: Range }
  | { readonly any: readonly Step[] }
  | { readonly all: true }
  | { readonly within: true }
  | { readonly by: readonly string[]; readonly operator: string; readonly value: unknown }

const FILTER = /\.?\[\?\(\s*@((?:\.[^=!\s<>)]+)+)\s*(?:(==|!=|<=|>=|<|>)\s*(?:"([^"]*)"|'([^']*)'|([^)\s]+)))?\s*\)\]/y
const BRACKETS = /\[([^\]?]*)\]/y
const FIELD = /\.((?:[^.[\]\\]|\\.)+)/y
const QUOTED = /^'((?:[^'\\]|\\.)*)'$/
const RANGE = /^(-?\d*):(-?\d*)(?::(-?\d*))?$/
const INTEGER = /^-?\d+$/

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1')

function literal(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return Number.isNaN(number) ? text : number
}

/** What stands between brackets; undefined when it is nothing upstream knows. */
function bracketed(text: string): Step | undefined {
  if (text === '*') return { all: true }
  const quoted = QUOTED.exec(text)
  if (quoted !== null) return { field: unescaped(quoted[1]!) }
  if (INTEGER.test(text)) return { index: Number(text) }
  const range = RANGE.exec(text)
  const bound = (part: string | undefined): number | undefined => (part ? Number(part) : undefined)
  if (range !== null) return { range: [bound(range[1]), bound(range[2]), bound(range[3])] }
  const parts = text.split(',').map((part) => bracketed(part.trim()))
  return parts.length > 1 && parts.every((part) => part !== undefined) ? { any: parts } : undefined
}

/** The step that begins here, and where the next does. */
function stepAt(path: string, at: number): readonly [Step, number] | undefined {
  if (path.startsWith('..', at)) return [{ within: true }, path[at + 2] === '[' ? at + 2 : at + 1]
  for (const pattern of [FILTER, BRACKETS, FIELD]) {
    pattern.lastIndex = at
    const match = pattern.exec(path)
    if (match === null) continue
    const step =
      pattern === FILTER ? filter(match) : pattern === BRACKETS ? bracketed(match[1]!.trim()) : named(match[1]!)
    return step && [step, pattern.lastIndex]
  }
  return undefined
}

const named = (text: string): Step => (text === '*' ? { all: true } : { field: unescaped(text) })

function filter([, by = '', operator = '', double, single, bare]: RegExpExecArray): Step {
  return { by: by.slice(1).split('.').map(unescaped), operator, value: double ?? single ?? literal(bare ?? '') }
}

/** Reads a path; undefined when it is none of these. */
function parse(path: string): readonly Step[] | undefined {
  const steps: Step[] = []
  for (let at = 0; at < path.length; ) {
    const found = stepAt(path, at)
    if (found === undefined) return undefined
    steps.push(found[0])
    at = found[1]
  }
  return steps
}

const valueAt = (value: unknown, fields: readonly string[]): unknown =>
  fields.reduce<unknown>((inner, field) => (isJsonObject(inner) ? inner[field] : undefined), value)

const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []

/** A value and all within it. */
const everything = (value: unknown): readonly unknown[] => [value, ...itemsOf(value).flatMap(everything)]

/** Out of bounds is nothing at all. */
function sliced(list: readonly unknown[], [first = 0, last = list.length, step = 1]: Range): readonly unknown[] {
  const start = first < 0 ? first + list.length : first
  const end = last < 0 ? last + list.length : last
  if (start < 0 || start >= list.length || end > list.length || start > end || step < 1) return []
  return list.slice(start, end).filter((_, i) => i % step === 0)
}

function passes(found: unknown, operator: string, value: unknown): boolean {
  if (found === undefined) return false
  if (operator === '') return true
  if (operator === '==' || operator === '!=') return (found === value) === (operator === '==')
  if (typeof found !== typeof value || (typeof found !== 'number' && typeof found !== 'string')) return false
  const other = value as typeof found
  if (found === other) return operator.length === 2
  return found < other === operator.startsWith('<')
}

function next(value: unknown, step: Step): readonly unknown[] {
  if ('field' in step) return isJsonObject(value) && value[step.field] !== undefined ? [value[step.field]] : []
  if ('index' in step)
    return Array.isArray(value) ? value.slice(step.index, step.index === -1 ? undefined : step.index + 1) : []
  if ('range' in step) return Array.isArray(value) ? sliced(value, step.range) : []
  if ('any' in step) return step.any.flatMap((one) => next(value, one))
  if ('within' in step) return everything(value)
  const items = itemsOf(value)
  if ('all' in step) return items
  return items.filter((item) => passes(valueAt(item, step.by), step.operator, step.value))
}

/** A finder for a path: all that it names in an object. */
export function jsonPathFinder(path: string): (object: unknown) => readonly unknown[] {
  const steps = parse(path)
  if (steps === undefined) return () => []
  return (object) =>
    steps.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => next(value, step)), [object])
}
