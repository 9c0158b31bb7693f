// The text of a Go struct as go-spew prints it with %#v for hashing (methods off, keys sorted, no addresses): what
// pod-template-hash is a hash of. The schema table gives Go's names, order, pointers and embedded structs.
// Upstream: k8s.io/utils/dump ForHash, github.com/davecgh/go-spew/spew/format.go.
import { mustParseQuantity } from '../../../model/quantity.ts'
import { parseTime } from '../../../model/time.ts'
import { embeddedFields, fieldsOfType, goFieldTypes, type SchemaField } from '../../data/schema.ts'

type JsonMap = { readonly [field: string]: unknown }

/** Seconds from year 1, which Go counts from, to 1970. */
const GO_EPOCH = 62_135_596_800n
const MIN_INFINITE_PRECISION_SCALE = 0

/** One step of printing a struct: a field, or an embedded struct with fields of its own. */
interface Part {
  readonly go: string
  readonly type: string
  readonly field: SchemaField | undefined
  readonly parts: readonly Part[]
}

const plans = new Map<string, readonly Part[]>()

/** `value` of the schema's `type` as Go would dump it, with its type in front. */
export function goDump(type: string, value: unknown): string {
  return `(${goName(type)})${struct(type, (value ?? {}) as JsonMap)}`
}

/** `core.v1.Container` → `v1.Container`. */
const goName = (type: string): string => type.slice(type.indexOf('.') + 1)

function struct(type: string, value: JsonMap): string {
  return parts(planOf(type), value)
}

function parts(plan: readonly Part[], value: JsonMap): string {
  let text = '{'
  for (const part of plan) {
    if (text.length > 1) text += ' '
    text += part.go
    text += ':'
    if (part.field === undefined) text += `(${part.type})${parts(part.parts, value)}`
    else text += field(part.field, part.type, value[part.field.name])
  }
  return `${text}}`
}

function field(schema: SchemaField, type: string, value: unknown): string {
  const absent = value === undefined || value === null
  if (schema.pointer !== true) return `(${type})${bare(schema.type, schema.of, value)}`
  return absent ? `(*${type})<nil>` : `(*${type})${bare(schema.type, schema.of, value)}`
}

/** A value without its type in front. */
function bare(type: string, of: string | undefined, value: unknown): string {
  switch (type) {
    case 'string':
    case 'bytes':
      return typeof value === 'string' ? value : ''
    case 'bool':
      return value === true ? 'true' : 'false'
    case 'int32':
    case 'int64':
    case 'float64':
      return String(value ?? 0)
    case 'list':
      return list(of ?? 'string', value as readonly unknown[] | undefined)
    case 'map':
      return map(of ?? 'string', value as JsonMap | undefined)
    case 'quantity':
      return quantity(value as string | undefined)
    case 'time':
    case 'microtime':
      return time(value as string | undefined)
    case 'intOrString':
      return intOrString(value as string | number | undefined)
    case 'any':
      return `{Raw:([]uint8)<nil> Object:(runtime.Object)<nil>}`
    default:
      return struct(type, (value ?? {}) as JsonMap)
  }
}

function list(of: string, value: readonly unknown[] | undefined): string {
  if (value === undefined || value === null || value.length === 0) return '<nil>'
  return `[${value.map((item) => bare(of, undefined, item)).join(' ')}]`
}

function map(of: string, value: JsonMap | undefined): string {
  const keys = value === undefined || value === null ? [] : Object.keys(value).sort()
  if (value === undefined || keys.length === 0) return '<nil>'
  return `map[${keys.map((key) => `${key}:${bare(of, undefined, value[key])}`).join(' ')}]`
}

function quantity(text: string | undefined): string {
  const { unscaled, scale, format, decimal } = mustParseQuantity(text ?? '0')
  const amount = text === undefined || decimal ? { unscaled: 0, scale: 0 } : { unscaled, scale }
  const value = `i:(resource.int64Amount){value:(int64)${amount.unscaled} scale:(resource.Scale)${amount.scale}}`
  const big = decimal
    ? `(*inf.Dec){unscaled:(big.Int){neg:(bool)${unscaled < 0} abs:(big.nat)[${unscaled}]} scale:(inf.Scale)${MIN_INFINITE_PRECISION_SCALE - scale}}`
    : '(*inf.Dec)<nil>'
  const printed = text === undefined ? '' : format
  const kept = text === undefined || decimal ? '' : keptText(text, format)
  return `{${value} d:(resource.infDecAmount){Dec:${big}} s:(string)${kept} Format:(resource.Format)${printed}}`
}

const WHOLE = /^[+-]?(\d+)(?:[eE]([+-]?\d+)|[A-Za-z]*)$/

/** The text Go's ParseQuantity keeps, as it is sure to be the canonical one: `64Mi` is not, though nothing is wrong with it. */
function keptText(text: string, format: string): string {
  if (text === '0') return text
  const [, digits, exponent = '0'] = WHOLE.exec(text) ?? []
  if (digits === undefined) return ''
  const canonical =
    format === 'BinarySI'
      ? (BigInt(digits) & 7n) !== 0n
      : Number(exponent) % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
  return canonical ? text : ''
}

function time(text: string | undefined): string {
  const seconds = text === undefined || text === null ? 0n : BigInt(parseTime(text) / 1000) + GO_EPOCH
  return `{Time:(time.Time){wall:(uint64)0 ext:(int64)${seconds} loc:(*time.Location)<nil>}}`
}

function intOrString(value: string | number | undefined): string {
  if (typeof value === 'string') return `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
  return `{Type:(intstr.Type)0 IntVal:(int32)${value ?? 0} StrVal:(string)}`
}

function planOf(type: string): readonly Part[] {
  const known = plans.get(type)
  if (known !== undefined) return known
  const plan = makePlan(type)
  plans.set(type, plan)
  return plan
}

/** The fields of a Go struct in order; promoted ones are gathered under the struct they come from. */
function makePlan(type: string): readonly Part[] {
  const embedded = embeddedFields(type)
  const names = goFieldTypes(type)
  const plan: (Part & { parts: Part[] })[] = []
  for (const schema of fieldsOfType(type) ?? []) {
    const home = embedded.get(schema.name)
    const part = { go: schema.go, type: names[schema.name] ?? typeText(schema), field: schema, parts: [] }
    if (home === undefined) {
      plan.push(part)
      continue
    }
    let holder = plan.find(({ go, field }) => field === undefined && go === home)
    if (holder === undefined) {
      holder = { go: home, type: `v1.${home}`, field: undefined, parts: [] }
      plan.push(holder)
    }
    const own = goFieldTypes(`core.v1.${home}`)[schema.name]
    holder.parts.push(own === undefined ? part : { ...part, type: own })
  }
  return plan
}

function typeText({ type, of }: SchemaField): string {
  switch (type) {
    case 'list':
      return `[]${elementText(of ?? 'string')}`
    case 'map':
      return `map[string]${elementText(of ?? 'string')}`
    default:
      return elementText(type)
  }
}

function elementText(type: string): string {
  switch (type) {
    case 'quantity':
      return 'resource.Quantity'
    case 'time':
      return 'v1.Time'
    case 'microtime':
      return 'v1.MicroTime'
    case 'intOrString':
      return 'intstr.IntOrString'
    case 'bytes':
      return '[]uint8'
    case 'any':
      return 'runtime.RawExtension'
    case 'string':
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
      return type
    default:
      return goName(type)
  }
}
