// Which values each label has over all nodes, for the labels somebody asked about: the domains of a topology.
import type { NodeInfo } from './node-info.ts'

/** The values of one label, with the number of nodes that have each. */
export interface Domains {
  readonly values: Map<string, number>
  /** Nodes that have the label at all. */
  nodes: number
}

/** The domains of the whole cluster. */
export class Topology {
  readonly #byKey = new Map<string, Domains>()

  /** The domains of a label; counted from all `nodes` when first asked for. */
  of(key: string, nodes: readonly NodeInfo[]): Domains {
    let domains = this.#byKey.get(key)
    if (domains !== undefined) return domains
    domains = { values: new Map(), nodes: 0 }
    for (const { labels } of nodes) count(domains, labels.get(key), 1)
    this.#byKey.set(key, domains)
    return domains
  }

  change({ labels }: NodeInfo, by: 1 | -1): void {
    for (const [key, domains] of this.#byKey) count(domains, labels.get(key), by)
  }
}

function count(domains: Domains, value: string | undefined, by: 1 | -1): void {
  if (value === undefined) return
  domains.nodes += by
  const left = (domains.values.get(value) ?? 0) + by
  if (left === 0) domains.values.delete(value)
  else domains.values.set(value, left)
}
