// What came and went: the objects of a kind that were created or deleted, read off the history of the cluster as it grows.
import type { ApiObject, Change, History } from '../../cluster/port.ts'
import type { Filter } from '../../language/nodes.ts'
import { matchesRequirement } from '../../model/label-requirement.ts'
import { MIDDLEMEN } from '../targets.ts'

/** Which writes are counted. */
export interface Wanted {
  /** What the writes to them are called. */
  readonly resource: string
  /** '' for all. */
  readonly namespace: string
  readonly filter: Filter
  readonly what: 'created' | 'deleted'
  /** The length of the history from where on they count. */
  readonly from: number
}

/** Counts on from where it stopped whenever it is asked. */
export class Passage {
  readonly #history: History
  readonly #wanted: Wanted
  readonly #names: string[] = []
  /** Uids of the owner and of those that stand between it and what it owns. */
  readonly #owners = new Set<string>()
  #seen = 0

  constructor(history: History, wanted: Wanted) {
    this.#history = history
    this.#wanted = wanted
  }

  /** The names of those that came or went, in that order. */
  names(): readonly string[] {
    const from = this.#seen
    const changes = this.#history.since(from)
    this.#seen = from + changes.length
    changes.forEach((change, i) => {
      this.#look(change, from + i)
    })
    return this.#names
  }

  #look(change: Change, at: number): void {
    const { resource, what, from } = this.#wanted
    if (change.type === 'ADDED') this.#noteOwner(change)
    if (change.resource !== resource || at < from) return
    if (change.type === (what === 'created' ? 'ADDED' : 'DELETED') && this.#isMeant(change))
      this.#names.push(change.name)
  }

  #noteOwner({ resource, namespace, name, object }: Change): void {
    const { owner } = this.#wanted.filter
    const uid = object.metadata?.uid
    if (owner === undefined || uid === undefined) return
    const isIt = resource === owner.kind.key && name === owner.name && this.#isHere(namespace)
    if (isIt || (MIDDLEMEN.some(({ key }) => key === resource) && this.#isOwned(object))) this.#owners.add(uid)
  }

  #isMeant({ namespace, object }: Change): boolean {
    const { selector, owner, node } = this.#wanted.filter
    if (!this.#isHere(namespace)) return false
    const labels = object.metadata?.labels ?? {}
    if (selector?.every((requirement) => matchesRequirement(requirement, labels)) === false) return false
    if (owner !== undefined && !this.#isOwned(object)) return false
    return node === undefined || (object['spec'] as { nodeName?: string } | undefined)?.nodeName === node
  }

  #isHere(namespace: string): boolean {
    return this.#wanted.namespace === '' || namespace === '' || namespace === this.#wanted.namespace
  }

  #isOwned({ metadata }: ApiObject): boolean {
    const references = metadata?.['ownerReferences'] as readonly { uid?: string }[] | undefined
    return references?.some(({ uid }) => uid !== undefined && this.#owners.has(uid)) ?? false
  }
}
