// What one run of the decoder carries along: where it stands in the body, and what went wrong so far, under Go's rules.
// Upstream: sigs.k8s.io/json (encoding/json with strict errors). A wrong type is remembered and decoding goes on; the
// first one is reported. An error of a type's own UnmarshalJSON ends decoding and so beats every remembered one.
import { quote } from '../../../model/quote.ts'
import { LiteralNumber, literalOf } from './literal-number.ts'

/** A place the decoder passed: a field of a struct, an index of a list or a key of a map. */
export type Frame = FieldFrame | number | string

/** The facts about a struct's field that messages print. */
export interface FieldFrame {
  readonly name: string
  /** The field's path in Go: its name after the names of the embedded structs it comes from. */
  readonly goPath: string
  readonly structName: string
}

const MAX_STRICT_ERRORS = 100

/** The state of one run. */
export class DecodeState {
  readonly frames: Frame[] = []
  readonly strictErrors: string[] = []
  /** The first wrong type. */
  saved: string | undefined
  /** The error that ended decoding. */
  fatal: string | undefined
  private readonly strict: boolean
  private readonly duplicates: ReadonlySet<string> | undefined
  /** How many frames there were when a type decoding its own JSON took over; −1 outside of such. */
  private boundary = -1

  constructor(strict: boolean, duplicates: ReadonlySet<string> | undefined) {
    this.strict = strict
    this.duplicates = duplicates
  }

  /** Go's "cannot unmarshal `value` into …": remembered unless another one was. */
  wrongType(value: string, goType: string): void {
    this.saved ??= this.typeMessage(value, goType)
  }

  /** The same raised by a type's own UnmarshalJSON: ends decoding. */
  wrongTypeInside(value: string, goType: string): void {
    this.fatal ??= this.typeMessage(value, goType)
  }

  /** Ends decoding with an error. */
  fail(message: string): void {
    this.fatal ??= message
  }

  /** Remembers an error that is not about types. */
  save(message: string): void {
    this.saved ??= message
  }

  /** A field the struct does not have. */
  unknownField(name: string): void {
    if (this.strict && this.boundary < 0) this.strictError('unknown', name)
  }

  /** Called for each key of a struct or map: reports it when the text had it twice. */
  checkDuplicate(name: string): void {
    if (this.duplicates === undefined || !this.strict || this.boundary >= 0) return
    if (this.duplicates.has(this.strictPath(name))) this.strictError('duplicate', name)
  }

  /** Whether duplicates need checking at all. */
  get checksDuplicates(): boolean {
    return this.duplicates !== undefined
  }

  /** Runs the decoding of a type that unmarshals its own JSON: not strict inside, and what goes wrong there ends all. */
  nested<T>(decode: () => T): T {
    const { saved, boundary } = this
    this.saved = undefined
    if (boundary < 0) this.boundary = this.frames.length
    const result = decode()
    if (this.saved !== undefined) this.fatal ??= this.saved
    this.saved = saved
    this.boundary = boundary
    return result
  }

  private strictError(what: 'unknown' | 'duplicate', name: string): void {
    const message = `${what} field ${quote(this.strictPath(name))}`
    if (this.strictErrors.length < MAX_STRICT_ERRORS && !this.strictErrors.includes(message))
      this.strictErrors.push(message)
  }

  private strictPath(name: string): string {
    let path = ''
    for (const frame of this.frames) {
      if (typeof frame === 'number') path += `[${frame}]`
      else path += (path === '' ? '' : '.') + (typeof frame === 'string' ? frame : frame.name)
    }
    return path === '' ? name : `${path}.${name}`
  }

  private typeMessage(value: string, goType: string): string {
    let path = ''
    let struct = ''
    const { frames, boundary } = this
    for (let at = 0; at < frames.length; at++) {
      const frame = frames[at] as Frame
      if (typeof frame !== 'object') continue
      path = path === '' ? frame.goPath : `${path}.${frame.goPath}`
      if (boundary < 0 || at < boundary) struct = frame.structName
    }
    if (path === '') return `json: cannot unmarshal ${value} into Go value of type ${goType}`
    return `json: cannot unmarshal ${value} into Go struct field ${struct}.${path} of type ${goType}`
  }
}

/** What Go calls a JSON value in messages. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object' && !(value instanceof LiteralNumber)) return 'object'
  return 'number'
}

/** The same where Go prints the number itself: for fields that hold numbers. */
export function kindWithNumber(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof LiteralNumber)
    return `number ${literalOf(value)}`
  return kindOf(value)
}
