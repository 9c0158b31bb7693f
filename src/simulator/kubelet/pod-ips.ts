// Hands out the addresses of a node's pod network, the lowest free one after the last handed out.

/** The addresses of one node. */
export class PodIps {
  readonly #prefix: string
  readonly #size: number
  readonly #base: number
  readonly #used = new Set<number>()
  #last = 1

  /** `cidr` as a node's spec.podCIDR: `10.244.3.0/24`. */
  constructor(cidr: string) {
    const [address = '10.244.0.0', bits = '24'] = cidr.split('/')
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
    this.#prefix = `${a}.`
    this.#base = (b << 16) | (c << 8) | d
    this.#size = 2 ** (32 - Number(bits))
  }

  /** The first address is the network's, the second the bridge's, the last the broadcast. */
  take(): string {
    for (let tries = 0; tries < this.#size; tries++) {
      this.#last = this.#last + 1 >= this.#size - 1 ? 2 : this.#last + 1
      if (this.#used.has(this.#last)) continue
      this.#used.add(this.#last)
      return this.#text(this.#last)
    }
    return this.#text(this.#last)
  }

  /** Where the node itself is met by its pods. */
  get bridge(): string {
    return this.#text(1)
  }

  release(ip: string): void {
    for (const offset of this.#used) if (this.#text(offset) === ip) this.#used.delete(offset)
  }

  #text(offset: number): string {
    const n = this.#base + offset
    return `${this.#prefix}${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
  }
}
