// Manifests with holes: `${…}` in a text is an expression over the custom resource and what its controller made for it. A text
// that is nothing but a hole is the value itself.
import { type CelProgram, compile, isCompileError } from '../cel/expression.ts'
import { baseEnvironment } from '../cel/kubernetes/base.ts'
import { DYN, listOf } from '../cel/types.ts'
import { fromJson, toJson } from '../cel/values/json.ts'

/** What expressions know. */
export interface Known {
  /** The custom resource. */
  readonly object: unknown
  /** What its controller made for it and is there now. */
  readonly owned: readonly unknown[]
}

/** Fills the holes in; throws a RenderFailure. */
export type Template = (known: Known) => unknown

/** Why a hole cannot be filled in. */
export class RenderFailure {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const environment = () => baseEnvironment().extend({ variables: { object: DYN, owned: listOf(DYN) } })

/** A value with holes as a template, or what is wrong with one of its expressions. */
export function templateOf(value: unknown): Template | { readonly problem: string } {
  try {
    return compiled(value)
  } catch (failure) {
    if (failure instanceof RenderFailure) return { problem: failure.message }
    throw failure
  }
}

function compiled(value: unknown): Template {
  if (typeof value === 'string') return value.includes('${') ? ofText(value) : () => value
  if (typeof value !== 'object' || value === null) return () => value
  if (Array.isArray(value)) {
    const items = value.map(compiled)
    return (known) => items.map((item) => item(known))
  }
  const fields = Object.entries(value).map(([key, inner]) => [compiled(key), compiled(inner)] as const)
  return (known) => Object.fromEntries(fields.map(([key, inner]) => [String(key(known)), inner(known)]))
}

/** Texts and expressions in turn. */
function ofText(text: string): Template {
  const parts: Template[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('${', at)
    const literal = text.slice(at, open < 0 ? text.length : open)
    if (literal !== '') parts.push(() => literal)
    if (open < 0) break
    const close = endOfHole(text, open + 2)
    parts.push(ofExpression(text.slice(open + 2, close)))
    at = close + 1
  }
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return (known) => parts.map((part) => shown(part(known))).join('')
}

/** Braces within an expression are its own. */
function endOfHole(text: string, from: number): number {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  throw new RenderFailure(`a hole that does not end: ${text.slice(from - 2)}`)
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function ofExpression(text: string): Template {
  const program = compile(text, environment())
  if (isCompileError(program)) throw new RenderFailure(`\${${text}}: ${program.error}`)
  return ({ object, owned }) => evaluated(program, text, object, owned)
}

function evaluated(program: CelProgram, text: string, object: unknown, owned: readonly unknown[]): unknown {
  const outcome = program.evaluate((name) =>
    name === 'object' ? fromJson(object) : name === 'owned' ? fromJson(owned) : undefined,
  )
  if (outcome.error !== undefined) throw new RenderFailure(`\${${text}}: ${outcome.error}`)
  return toJson(outcome.value)
}
