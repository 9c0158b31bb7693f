// Whether a device is what a selector asks for: a CEL expression over `device`. Compiled once per text.
// Upstream: staging/src/k8s.io/dynamic-resource-allocation/cel/compile.go.
import type { Device, DeviceAttribute } from '../../../generated/api/resource.v1.ts'
import { mustParseQuantity } from '../../../model/quantity.ts'
import { type CelProgram, compile, isCompileError } from '../../cel/expression.ts'
import { baseEnvironment } from '../../cel/kubernetes/base.ts'
import { compileDevice } from '../../cel/kubernetes/device.ts'
import { QuantityValue } from '../../cel/library/quantities.ts'
import { STRING } from '../../cel/types.ts'
import { fromJson } from '../../cel/values/json.ts'
import { type CelValue, MapValue, StructValue } from '../../cel/values/value.ts'

/** What one selector may cost. */
const COST_LIMIT = 1_000_000

/** Values by name. */
class Names extends MapValue {
  readonly #values: ReadonlyMap<string, CelValue>
  constructor(values: ReadonlyMap<string, CelValue>) {
    super()
    this.#values = values
  }
  get size(): number {
    return this.#values.size
  }
  get(key: CelValue): CelValue | undefined {
    return this.#values.get(key as string)
  }
  has(key: CelValue): boolean {
    return this.#values.has(key as string)
  }
  keys(): Iterable<CelValue> {
    return this.#values.keys()
  }
}

const noNames = new Names(new Map())

/** Names by domain; domains nobody named are there and empty. */
class Domains extends Names {
  override get(key: CelValue): CelValue {
    return super.get(key) ?? noNames
  }
}

class DeviceValue extends StructValue {
  readonly typeName = 'kubernetes.DRADevice'
  readonly #fields: ReadonlyMap<string, CelValue>
  constructor(driver: string, device: Device) {
    super()
    this.#fields = new Map<string, CelValue>([
      ['driver', driver],
      ['attributes', byDomain(driver, device.attributes ?? {}, attributeValue)],
      ['capacity', byDomain(driver, device.capacity ?? {}, ({ value }) => new QuantityValue(mustParseQuantity(value)))],
      ['allowMultipleAllocations', device.allowMultipleAllocations === true],
    ])
  }
  get(field: string): CelValue | undefined {
    return this.#fields.get(field)
  }
  fields(): Iterable<string> {
    return this.#fields.keys()
  }
}

/** `domain/name`, or a plain name in the driver's own domain. */
function byDomain<T>(driver: string, named: Readonly<Record<string, T>>, convert: (value: T) => CelValue): Domains {
  const domains = new Map<string, Map<string, CelValue>>()
  for (const [name, value] of Object.entries(named)) {
    const slash = name.indexOf('/')
    const domain = slash < 0 ? driver : name.slice(0, slash)
    let names = domains.get(domain)
    if (names === undefined) {
      names = new Map()
      domains.set(domain, names)
    }
    names.set(name.slice(slash + 1), convert(value))
  }
  return new Domains(new Map([...domains].map(([domain, names]) => [domain, new Names(names)])))
}

let versions: CelProgram | undefined

function attributeValue({ int, bool, string, version }: DeviceAttribute): CelValue {
  if (version === undefined) return fromJson(int ?? bool ?? string)
  const made = versions ?? compile('semver(text)', baseEnvironment().extend({ variables: { text: STRING } }))
  if (isCompileError(made)) throw new Error(made.error)
  versions = made
  const outcome = made.evaluate((name) => (name === 'text' ? version : undefined))
  return outcome.error === undefined ? outcome.value : null
}

type Compiled = ReturnType<typeof compileDevice>
const programs = new Map<string, Compiled>()
const values = new WeakMap<Device, DeviceValue>()

function programOf(expression: string): Compiled {
  let program = programs.get(expression)
  if (program === undefined) {
    program = compileDevice(expression)
    programs.set(expression, program)
  }
  return program
}

/** Whether an expression holds for a device; the error's text when it cannot be told. */
export function deviceMatches(expression: string, driver: string, device: Device): boolean | string {
  const program = programOf(expression)
  if ('problem' in program) return `CEL compile error: ${program.problem}`
  let value = values.get(device)
  if (value === undefined) {
    value = new DeviceValue(driver, device)
    values.set(device, value)
  }
  const outcome = program.evaluate((name) => (name === 'device' ? value : undefined), COST_LIMIT)
  return outcome.error === undefined ? outcome.value === true : `CEL runtime error: ${outcome.error}`
}
