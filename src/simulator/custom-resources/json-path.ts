// The simple JSON paths of columns, selectable fields and scale: fields, indexes, wildcards, filters by equality.
// Upstream: client-go/util/jsonpath. Limit: slices, unions and recursive descent find nothing.
import { isJsonObject } from '../../model/json.ts'

type Step =
  | { readonly field: string }
  | { readonly index: number }
  | { readonly all: true }
  | { readonly by: readonly string[]; readonly equal: boolean; readonly value: unknown }

const TOKEN =
  /\.?\[\?\(\s*@((?:\.[^=!\s<>)]+)+)\s*(==|!=)\s*(?:"([^"]*)"|'([^']*)'|([^)\s]+))\s*\)\]|\[(\*|-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\.((?:[^.[\]\\]|\\.)+)/y

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

function literal(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return Number.isNaN(number) ? text : number
}

/** Reads a path; undefined when it is not one of the simple ones. */
function parse(path: string): readonly Step[] | undefined {
  const steps: Step[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < path.length) {
    const match = TOKEN.exec(path)
    if (match === null) return undefined
    const [, by, operator, double, single, bare, index, quoted, field] = match
    if (by !== undefined) {
      const value = double ?? single ?? literal(bare ?? '')
      steps.push({ by: by.slice(1).split('.').map(unescaped), equal: operator === '==', value })
    } else if (index !== undefined) steps.push(index === '*' ? { all: true } : { index: Number(index) })
    else if (field === '*') steps.push({ all: true })
    else steps.push({ field: unescaped(quoted ?? field ?? '') })
  }
  return steps
}

const at = (value: unknown, fields: readonly string[]): unknown =>
  fields.reduce<unknown>((inner, field) => (isJsonObject(inner) ? inner[field] : undefined), value)

function next(value: unknown, step: Step): readonly unknown[] {
  if ('field' in step) return isJsonObject(value) && value[step.field] !== undefined ? [value[step.field]] : []
  if ('index' in step)
    return Array.isArray(value) ? value.slice(step.index, step.index === -1 ? undefined : step.index + 1) : []
  const items = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []
  if ('all' in step) return items
  return items.filter((item) => (at(item, step.by) === step.value) === step.equal && at(item, step.by) !== undefined)
}

/** A finder for a path: all that it names in an object. */
export function jsonPathFinder(path: string): (object: unknown) => readonly unknown[] {
  const steps = parse(path)
  if (steps === undefined) return () => []
  return (object) =>
    steps.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => next(value, step)), [object])
}
