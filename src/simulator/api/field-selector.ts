// Field selectors: parsed as upstream does, judged against the fields a kind lets itself be selected by.
// Upstream: apimachinery/pkg/fields/selector.go, each kind's AddFieldLabelConversionFunc.
import { quote } from '../../model/quote.ts'
import type { FieldRequirement } from '../auth/contract.ts'
import type { RequestContext } from './context.ts'
import { badRequest } from './status/status-error.ts'
import { kindOf } from './stored.ts'
import type { KubeObject } from './types.ts'

const OPERATORS = ['!=', '==', '=']

/** A test for objects, or undefined when the selector selects everything. */
export function fieldSelector(
  context: RequestContext,
  text: string | undefined,
): ((object: KubeObject) => boolean) | undefined {
  if (!text) return undefined
  const terms = fieldRequirements(text)
  if (terms.length === 0) return undefined
  const kind = kindOf(context)
  const names = kind?.fieldNames ?? []
  for (const { field } of terms) {
    if (field !== 'metadata.name' && field !== 'metadata.namespace' && !names.includes(field))
      throw badRequest(unsupported(context, field, names.length > 0))
  }
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

/** What a field selector's text requires; refuses what cannot be read. */
export const fieldRequirements = (text: string): readonly FieldRequirement[] =>
  splitTerms(text)
    .filter((t) => t !== '')
    .map(parseTerm)

function unsupported({ info }: RequestContext, field: string, own: boolean): string {
  return own
    ? `field label not supported: ${field}`
    : `${quote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"${info.key === '' ? '' : ''}`
}

function parseTerm(text: string): FieldRequirement {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') {
      i++
      continue
    }
    const operator = OPERATORS.find((o) => text.startsWith(o, i))
    if (operator !== undefined)
      return {
        field: text.slice(0, i),
        equal: operator !== '!=',
        value: unescapeValue(text.slice(i + operator.length)),
      }
  }
  throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`)
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
  return text.replace(/\\([\\,=])/g, '$1')
}
