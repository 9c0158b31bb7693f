// Which of some objects were deleted, and in which order: read off the history of the cluster as it grows.
import type { Change, History } from '../../cluster/port.ts'

/** An object that is to go: its kind as its manifest names it or as a resource, its name, its namespace if it has one. */
export interface Leaving {
  readonly kind: string
  readonly name: string
  readonly namespace: string
}

/** Looks on from where it stopped whenever it is asked. */
export class Farewells {
  readonly #history: History
  readonly #wanted: readonly Leaving[]
  /** For each that was deleted, the mark of the first time. */
  readonly #gone: (number | undefined)[]
  #seen = 0

  constructor(history: History, wanted: readonly Leaving[]) {
    this.#history = history
    this.#wanted = wanted
    this.#gone = wanted.map(() => undefined)
  }

  /** The marks of the deletions, in the order of the objects asked for. */
  marks(): readonly (number | undefined)[] {
    const from = this.#seen
    const changes = this.#history.since(from)
    this.#seen = from + changes.length
    changes.forEach((change, i) => {
      if (change.type !== 'DELETED') return
      const at = this.#wanted.findIndex((one, n) => this.#gone[n] === undefined && isIt(one, change))
      if (at >= 0) this.#gone[at] = from + i
    })
    return this.#gone
  }
}

function isIt({ kind, name, namespace }: Leaving, change: Change): boolean {
  if (change.name !== name || (change.namespace !== '' && change.namespace !== namespace)) return false
  const word = kind.toLowerCase()
  return (
    word === change.object.kind?.toLowerCase() || word === change.resource || word === change.resource.split('.')[0]
  )
}
