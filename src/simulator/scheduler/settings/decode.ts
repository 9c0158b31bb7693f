// A KubeSchedulerConfiguration as text of its author, decoded strictly: what kube-scheduler does not know it refuses to start
// with. Faults of type are told in our words, unknown fields in upstream's.
// Upstream: cmd/kube-scheduler/app/options/configfile.go, k8s.io/kube-scheduler/config/v1/types.go (DecodeNestedObjects).
import { parseDuration } from '../../../model/duration.ts'
import { quote } from '../../../model/quote.ts'
import {
  argumentShapes,
  configurationKind,
  configurationShape,
  configurationVersion,
  type Shape,
} from '../../data/scheduler-configuration.ts'
import { fieldsOfType } from '../../data/schema.ts'
import type { SchedulerConfiguration } from '../configuration.ts'
import { SchedulerSettingError } from './error.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a walk found. */
interface Faults {
  readonly unknown: string[]
  readonly wrong: string[]
}

const STRICT = 'strict decoding error: '

/** Decodes; defaults are not filled in. */
export function decodeConfiguration(value: unknown): SchedulerConfiguration {
  if (!isMap(value)) throw new SchedulerSettingError('the configuration of the scheduler is a map: keys with values')
  const { apiVersion, kind } = value
  if (apiVersion !== configurationVersion || kind !== configurationKind) {
    const found = `apiVersion ${JSON.stringify(apiVersion ?? '')}, kind ${JSON.stringify(kind ?? '')}`
    throw new SchedulerSettingError(
      `the configuration of the scheduler is a ${configurationKind} of ${configurationVersion}, not ${found}`,
    )
  }
  const faults: Faults = { unknown: [], wrong: [] }
  walk(value, configurationShape, '', faults)
  const strict = faults.unknown.map(unknownField)
  if (faults.wrong.length === 0) strict.push(...argumentFaults(value, faults.wrong))
  if (faults.wrong.length > 0) throw new SchedulerSettingError(faults.wrong.join('\n'))
  if (strict.length > 0) throw new SchedulerSettingError(`${STRICT}${strict.join(', ')}`)
  return value as SchedulerConfiguration
}

const unknownField = (path: string): string => `unknown field ${quote(path)}`

/** The arguments of plugins are objects of their own. */
function argumentFaults({ profiles }: Fields, wrong: string[]): string[] {
  return ((profiles ?? []) as readonly Fields[]).flatMap(({ pluginConfig }, i) =>
    ((pluginConfig ?? []) as readonly Fields[]).flatMap(({ name, args }, j) => {
      const place = `.profiles[${i}].pluginConfig[${j}]`
      const shape = Object.hasOwn(argumentShapes, String(name)) ? argumentShapes[String(name)] : undefined
      if (shape === undefined || args === undefined || args === null) return []
      const kind = `${String(name)}Args`
      if (isMap(args) && args['kind'] !== undefined && args['kind'] !== kind) {
        const group = configurationVersion.split('/')[0]!
        const found = `${String(args['kind'])}.${group}`
        wrong.push(`decoding ${place}: args for plugin ${String(name)} were not of type ${kind}.${group}, got ${found}`)
        return []
      }
      const faults: Faults = { unknown: [], wrong: [] }
      walk(args, shape, '', faults)
      wrong.push(...faults.wrong.map((text) => `${place.slice(1)}.args.${text}`))
      if (faults.unknown.length === 0) return []
      const unknown = faults.unknown.map(unknownField).join(', ')
      return [`decoding ${place}: ${STRICT}decoding args for plugin ${String(name)}: ${STRICT}${unknown}`]
    }),
  )
}

function walk(value: unknown, shape: Shape, path: string, faults: Faults): void {
  if (value === undefined || value === null || shape === 'any') return
  if (typeof shape === 'string') {
    if (!isOf(value, shape)) faults.wrong.push(`${path}: ${WANTED[shape]} is wanted, not ${JSON.stringify(value)}`)
  } else if ('list' in shape) {
    if (!Array.isArray(value)) faults.wrong.push(`${path}: a list is wanted, not ${JSON.stringify(value)}`)
    else
      value.forEach((item, i) => {
        walk(item, shape.list, `${path}[${i}]`, faults)
      })
  } else if (!isMap(value)) faults.wrong.push(`${path}: a map is wanted, not ${JSON.stringify(value)}`)
  else {
    const fields = 'fields' in shape ? shape.fields : fieldsOfApiType(shape.api)
    for (const [name, inner] of Object.entries(value)) {
      const at = path === '' ? name : `${path}.${name}`
      if (Object.hasOwn(fields, name)) walk(inner, fields[name]!, at, faults)
      else faults.unknown.push(at)
    }
  }
}

const PLAIN: Readonly<Record<string, Shape>> = { string: 'string', bool: 'boolean', int32: 'int32', int64: 'int64' }
const shapeOf = (type: string): Shape => PLAIN[type] ?? (fieldsOfType(type) === undefined ? 'any' : { api: type })

function fieldsOfApiType(name: string): Readonly<Record<string, Shape>> {
  return Object.fromEntries(
    (fieldsOfType(name) ?? []).map((field) => [
      field.name,
      field.of === undefined ? shapeOf(field.type) : field.type === 'map' ? 'any' : { list: shapeOf(field.of) },
    ]),
  )
}

const WANTED = {
  string: 'a text',
  boolean: 'true or false',
  int32: 'a whole number',
  int64: 'a whole number',
  number: 'a number',
  duration: 'a duration such as 5s',
} as const

function isOf(value: unknown, shape: keyof typeof WANTED): boolean {
  if (shape === 'string') return typeof value === 'string'
  if (shape === 'boolean') return typeof value === 'boolean'
  if (shape === 'duration') return typeof value === 'string' && typeof parseDuration(value) === 'number'
  if (shape === 'number') return typeof value === 'number'
  return Number.isSafeInteger(value) && (shape === 'int64' || Math.abs(value as number) < 2 ** 31)
}

const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
