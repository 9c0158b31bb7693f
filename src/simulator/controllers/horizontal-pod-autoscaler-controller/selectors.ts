// Who else sizes the same pods: an autoscaler does nothing while another one selects a pod of its target.
// Upstream: pkg/controller/util/selectors BiMultimap, horizontal.go validateAndParseSelector.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { nothing, type Selector } from '../../../model/labels.ts'
import { splitKey } from '../lib/keys.ts'

/** The selectors of all autoscalers' targets, as far as they are known. */
export class TargetSelectors {
  readonly #byKey = new Map<string, Selector>()

  /** A new autoscaler, whose target's selector is found out in its first round. */
  register(key: string): void {
    if (!this.#byKey.has(key)) this.#byKey.set(key, nothing)
  }

  /** What an autoscaler's target selects. */
  set(key: string, selector: Selector): void {
    if (this.#byKey.has(key)) this.#byKey.set(key, selector)
  }

  forget(key: string): void {
    this.#byKey.delete(key)
  }

  /** The autoscalers that select any of these pods, sorted (upstream's order is chance). */
  selecting(pods: readonly Pod[]): string[] {
    const found: string[] = []
    for (const [key, selector] of this.#byKey) {
      const [namespace] = splitKey(key)
      const selects = ({ metadata }: Pod): boolean =>
        metadata.namespace === namespace && selector.matches(metadata.labels)
      if (pods.some(selects)) found.push(key)
    }
    return found.sort()
  }
}
