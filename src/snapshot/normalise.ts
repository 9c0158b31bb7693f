// A value as a snapshot keeps it: keys in the order of manifests, volatile values replaced by placeholders that still line
// up (an owner reference names the same `<uid-1>` as the owner). What only keeps books on who wrote what is dropped:
// managedFields, and apply's copy of the manifest. Text (a command's output) gets the same placeholders by shape.
import { orderedKeys } from './key-order.ts'
import { DATA, findKnown, type Known, Placeholders, replaceKnown, replaceVolatile } from './volatile.ts'

/** A copy of the value that is the same whatever the seed, the clock and the cluster. */
export function normalise(value: unknown): unknown {
  return new Walk(findKnown(value)).value(value, undefined)
}

// Fields that are volatile by their name, with the word for their placeholder.
const BY_NAME: Readonly<Record<string, string>> = {
  resourceVersion: 'version',
  nodePort: 'nodePort',
  healthCheckNodePort: 'nodePort',
  containerID: 'containerID',
  machineID: 'machineID',
  systemUUID: 'systemUUID',
  bootID: 'bootID',
}

const DROPPED = new Set(['managedFields', 'kubectl.kubernetes.io/last-applied-configuration'])

function isEmptyWithoutDropped(field: unknown): boolean {
  return field !== null && typeof field === 'object' && Object.keys(field).every((name) => DROPPED.has(name))
}

class Walk {
  readonly #placeholders = new Placeholders()
  readonly #known: Known

  constructor(known: Known) {
    this.#known = known
  }

  value(value: unknown, key: string | undefined): unknown {
    if (Array.isArray(value)) return value.map((item) => this.value(item, undefined))
    if (value !== null && typeof value === 'object')
      return this.#object(value as Readonly<Record<string, unknown>>, key)
    const sort = key === undefined ? undefined : BY_NAME[key]
    if (sort !== undefined && (typeof value === 'string' || typeof value === 'number') && value !== '' && value !== 0) {
      return this.#placeholders.of(sort, String(value))
    }
    return typeof value === 'string' ? replaceVolatile(value, this.#known, this.#placeholders) : value
  }

  #object(object: Readonly<Record<string, unknown>>, key: string | undefined): unknown {
    const result: Record<string, unknown> = {}
    for (const name of orderedKeys(object, key)) {
      const field = object[name]
      if (field === undefined || DROPPED.has(name)) continue
      if (name === 'annotations' && isEmptyWithoutDropped(field)) continue
      const data = DATA.has(name) && field !== null && typeof field === 'object'
      result[name] = data ? this.#data(field as Readonly<Record<string, unknown>>) : this.value(field, name)
    }
    return result
  }

  #data(data: Readonly<Record<string, unknown>>): unknown {
    const result: Record<string, unknown> = {}
    for (const name of orderedKeys(data, 'data')) {
      const field = data[name]
      result[name] =
        typeof field === 'string' ? replaceKnown(field, this.#known, this.#placeholders) : this.value(field, name)
    }
    return result
  }
}
