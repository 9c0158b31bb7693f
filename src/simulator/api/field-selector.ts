// Field selectors: parsed as upstream does, judged against the fields a kind lets itself be selected by.
// Upstream: apimachinery/pkg/fields/selector.go, each kind's AddFieldLabelConversionFunc, pkg/runtime/conversion.go.
import { quote } from '../../model/quote.ts'
import type { FieldRequirement } from '../auth/contract.ts'
import type { AnyKind } from '../kinds/contract.ts'
import type { RequestContext } from './context.ts'
import { badRequest } from './status/status-error.ts'
import { kindOf } from './stored.ts'
import type { KubeObject } from './types.ts'

/** The longer one first. */
const OPERATORS = ['!=', '==', '=']
const USUAL: readonly string[] = ['metadata.name', 'metadata.namespace']
const ESCAPED: ReadonlySet<string> = new Set(['\\', ',', '='])

/** A test for objects, or undefined when the selector selects everything. */
export function fieldSelector(
  context: RequestContext,
  text: string | undefined,
): ((object: KubeObject) => boolean) | undefined {
  if (!text) return undefined
  const kind = kindOf(context)
  const terms = fieldRequirements(text).map((term) => ({ ...term, field: judged(kind, term.field) }))
  if (terms.length === 0) return undefined
  return (object) => {
    const fields = kind?.fields?.(object)
    return terms.every(({ field, equal, value }) => {
      const found =
        field === 'metadata.name'
          ? object.metadata.name
          : field === 'metadata.namespace'
            ? object.metadata.namespace
            : fields?.[field]
      return ((found ?? '') === value) === equal
    })
  }
}

/** ConvertFieldLabel: the field by its name of today; refuses one that nothing is selected by. */
function judged(kind: AnyKind | undefined, name: string): string {
  const field = kind?.fieldAlias?.(name) ?? name
  const known = kind?.fieldNames
  if ((known ?? USUAL).includes(field)) return field
  if (known === undefined)
    throw badRequest(`${quote(name)} is not a known field selector: only ${USUAL.map(quote).join(', ')}`)
  throw badRequest(kind?.refusedField?.(name) ?? `field label not supported: ${name}`)
}

/** What a field selector's text requires, in the order of its terms' texts; refuses what cannot be read. */
export const fieldRequirements = (text: string): readonly FieldRequirement[] =>
  splitTerms(text)
    .filter((t) => t !== '')
    .sort()
    .map((term) => parseTerm(term, text))

/** The one value a selector leaves a field, where it names one (RequiresExactMatch). */
export const exactField = (text: string | undefined, field: string): string | undefined =>
  text ? fieldRequirements(text).find((term) => term.equal && term.field === field)?.value : undefined

function parseTerm(term: string, text: string): FieldRequirement {
  for (let i = 0; i < term.length; i++) {
    const operator = OPERATORS.find((o) => term.startsWith(o, i))
    if (operator !== undefined)
      return {
        field: term.slice(0, i),
        equal: operator !== '!=',
        value: unescapeValue(term.slice(i + operator.length)),
      }
  }
  throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`)
}

function splitTerms(text: string): string[] {
  const terms: string[] = []
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === ',') {
      terms.push(text.slice(start, i))
      start = i + 1
    }
  }
  terms.push(text.slice(start))
  return terms
}

function unescapeValue(text: string): string {
  if (!text.includes('\\') && !text.includes('=')) return text
  let value = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '=') throw badRequest(`invalid field selector: unescaped character in value: ${c.charCodeAt(0)}`)
    if (c !== '\\') value += c
    else {
      const next = text[++i] ?? ''
      if (!ESCAPED.has(next)) throw badRequest(`invalid field selector: invalid escape sequence: \\${next}`)
      value += next
    }
  }
  return value
}
