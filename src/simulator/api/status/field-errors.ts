// What is wrong with a field, in the API's words. Rules give facts (`errors.required(path)`), the sentence is made here only.
// Upstream: apimachinery/pkg/util/validation/field/errors.go.
import { quote } from '../../../model/quote.ts'
import type { Path } from './path.ts'

/** The `reason` of a cause in a Status. */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTooFew'
  | 'FieldValueTooShort'
  | 'FieldValueTypeInvalid'
  | 'InternalError'

/** One problem: `field` is the path as text, `body` what follows it. */
export interface FieldError {
  readonly type: FieldErrorType
  readonly field: string
  readonly body: string
}

/** Printed as is where Go would print a value that is neither string, number nor boolean nor JSON. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const show = (value: unknown): string => {
  if (typeof value === 'string') return quote(value)
  if (value instanceof Raw) return value.text
  if (value === undefined) return 'null'
  return typeof value === 'object' ? goJson(value) : String(value)
}

/** JSON as Go's encoding/json writes it: `<`, `>` and `&` escaped. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const plural = (n: number, one: string): string => (n === 1 ? one : `${one}s`)

/** Collects the problems of one object, in the order the rules find them. */
export class FieldErrors {
  readonly list: FieldError[] = []

  get length(): number {
    return this.list.length
  }

  /** All of them as one text, as an aggregate of errors prints: repeated ones once, several in brackets. */
  get message(): string {
    const texts = [...new Set(this.list.map(({ field, body }) => `${field}: ${body}`))]
    return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
  }

  #add(type: FieldErrorType, path: Path | string, head: string, detail: string): void {
    this.list.push({ type, field: String(path), body: detail ? `${head}: ${detail}` : head })
  }

  required(path: Path | string, detail = ''): void {
    this.#add('FieldValueRequired', path, 'Required value', detail)
  }

  invalid(path: Path | string, value: unknown, detail: string): void {
    this.#add('FieldValueInvalid', path, `Invalid value: ${show(value)}`, detail)
  }

  /** Upstream: field.OmitValueType, where the value would say nothing. */
  invalidUnshown(path: Path | string, detail: string): void {
    this.#add('FieldValueInvalid', path, 'Invalid value', detail)
  }

  /** Several reasons for one value, one error each (upstream: ranging over IsDNS1123Label's messages). */
  invalidAll(path: Path | string, value: unknown, details: readonly string[]): void {
    for (const detail of details) this.invalid(path, value, detail)
  }

  typeInvalid(path: Path | string, value: unknown, detail: string): void {
    this.#add('FieldValueTypeInvalid', path, `Invalid value: ${show(value)}`, detail)
  }

  duplicate(path: Path | string, value: unknown, detail = ''): void {
    this.#add('FieldValueDuplicate', path, `Duplicate value: ${show(value)}`, detail)
  }

  /** `supported` in the order it is to be printed. */
  notSupported(path: Path | string, value: unknown, supported: readonly string[]): void {
    const detail = supported.length ? `supported values: ${supported.map(quote).join(', ')}` : ''
    this.#add('FieldValueNotSupported', path, `Unsupported value: ${show(value)}`, detail)
  }

  notFound(path: Path | string, value: unknown, detail = ''): void {
    this.#add('FieldValueNotFound', path, `Not found: ${show(value)}`, detail)
  }

  forbidden(path: Path | string, detail: string): void {
    this.#add('FieldValueForbidden', path, 'Forbidden', detail)
  }

  tooLong(path: Path | string, maxLength: number): void {
    const detail =
      maxLength >= 0 ? `may not be more than ${maxLength} ${plural(maxLength, 'byte')}` : 'value is too long'
    this.#add('FieldValueTooLong', path, 'Too long', detail)
  }

  tooLongCharacters(path: Path | string, maxLength: number): void {
    const detail =
      maxLength >= 0 ? `may not be more than ${maxLength} ${plural(maxLength, 'character')}` : 'value is too long'
    this.#add('FieldValueTooLong', path, 'Too long', detail)
  }

  tooMany(path: Path | string, actual: number, max: number): void {
    const detail = max >= 0 ? `must have at most ${max} ${plural(max, 'item')}` : 'has too many items'
    this.#add('FieldValueTooMany', path, actual >= 0 ? `Too many: ${actual}` : 'Too many', detail)
  }

  tooFew(path: Path | string, actual: number, min: number): void {
    const detail = min >= 0 ? `must have at least ${min} ${plural(min, 'item')}` : 'has too few items'
    this.#add('FieldValueTooFew', path, actual >= 0 ? `Too few: ${actual}` : 'Too few', detail)
  }

  tooShort(path: Path | string, min: number): void {
    this.#add(
      'FieldValueTooShort',
      path,
      'Too short',
      min >= 0 ? `must be at least ${min} ${plural(min, 'character')}` : 'value is too short',
    )
  }

  internal(path: Path | string, detail: string): void {
    this.#add('InternalError', path, 'Internal error', detail)
  }
}
