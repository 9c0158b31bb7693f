// The ranges of user ids pods without the node's users have on it, and why a pod cannot have one. What shows is the mapping;
// processes are not kept apart by it. Upstream: pkg/kubelet/userns/userns_manager.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { quote } from '../../model/quote.ts'
import type { FeatureGates, Random } from '../api/types.ts'
import { DEFAULT_HANDLER } from './node-status.ts'

/** Each pod has so many ids, the first pod those after the node's own. */
const IDS_PER_POD = 65_536
/** A kubelet without ranges of its own has them for so many pods. */
const PODS = 110
const GATE = 'UserNamespacesSupport'

/** The ranges of one node. */
export class UserNamespaces {
  readonly #random: Random
  readonly #used = new Map<string, number>()

  constructor(random: Random) {
    this.#random = random
  }

  /** The first id of a pod, of a free range chosen at random; undefined when all are taken. */
  take(uid: string): number | undefined {
    const known = this.#used.get(uid)
    if (known !== undefined) return known
    const taken = new Set(this.#used.values())
    const start = this.#random.int(PODS)
    for (let i = 0; i < PODS; i++) {
      const first = (((start + i) % PODS) + 1) * IDS_PER_POD
      if (taken.has(first)) continue
      this.#used.set(uid, first)
      return first
    }
    return undefined
  }

  release(uid: string): void {
    this.#used.delete(uid)
  }

  /** The ids of a pod's containers as /proc tells them. */
  mapOf({ metadata, spec }: Pod): string {
    const first = spec.hostUsers === false ? this.#used.get(metadata.uid ?? '') : undefined
    return first === undefined ? line(0, 0, 4_294_967_295) : line(0, first, IDS_PER_POD)
  }

  /** Gives a pod the range it asks for under a handler the runtime knows or not; why it cannot. */
  prepare({ metadata, spec }: Pod, handler: string, gates: FeatureGates, known: boolean): string | undefined {
    const { hostUsers } = spec
    if (hostUsers === undefined || hostUsers === null) return undefined
    if (!gates.enabled(GATE)) return `the feature gate ${quote(GATE)} is disabled: can't set spec.HostUsers`
    if (hostUsers) return undefined
    // Of handlers the stage names nothing is known: they do not say that they can.
    if (handler !== '' && handler !== DEFAULT_HANDLER)
      return (
        `can't set \`spec.hostUsers: false\`, RuntimeClass handler ${quote(handler)} does not support user namespaces` +
        (known ? '' : `: the handler ${quote(handler)} is not known`)
      )
    if (this.take(metadata.uid ?? '') !== undefined) return undefined
    return 'create user namespace: could not find an empty slot to allocate a user namespace'
  }
}

const line = (...numbers: readonly number[]): string => `${numbers.map((n) => String(n).padStart(10)).join(' ')}\n`
