// Ports on nodes, handed out from one range: the asked for ones where they are free, others by chance, preferably from the
// upper band. What is taken is read from the stored services, so there is nothing to release.
// Upstream: pkg/registry/core/service/portallocator/{allocator,operation}.go, service/allocator/bitmap.go.
import type { Service } from '../../../../../generated/api/core.v1.ts'
import type { KindContext } from '../../../contract.ts'

const FIRST = 30_000
const LAST = 32_767
/** Ports at the beginning of the range that are left to those who ask for one. */
const RESERVED = 86
const DRY_RUN_FIRST = 32_768

/** Why a port cannot be had, in upstream's words. */
export class PortRefusal {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** One request's dealings with the range. */
export class NodePorts {
  readonly #context: KindContext
  readonly #allocated: number[] = []
  #taken: Set<number> | undefined

  constructor(context: KindContext) {
    this.#context = context
  }

  /** Takes the port, or says why not. A dry run does not look at the range: neither does upstream's. */
  allocate(port: number): PortRefusal | undefined {
    if (!this.#context.dryRun && (port < FIRST || port > LAST)) {
      return new PortRefusal(`provided port is not in the valid range. The range of valid ports is ${FIRST}-${LAST}`)
    }
    if (this.#isTaken(port)) return new PortRefusal('provided port is already allocated')
    this.#allocated.push(port)
    return undefined
  }

  /** Any free port. A dry run answers with a number that stands for one. */
  allocateNext(): number | PortRefusal {
    if (this.#context.dryRun) {
      const port = Math.max(0, ...(this.#allocated.length ? this.#allocated : [DRY_RUN_FIRST])) + 1
      this.#allocated.push(port)
      return port
    }
    const port = this.#free(FIRST + RESERVED, LAST) ?? this.#free(FIRST, FIRST + RESERVED - 1)
    if (port === undefined) return new PortRefusal('range is full')
    this.#allocated.push(port)
    return port
  }

  #free(first: number, last: number): number | undefined {
    const size = last - first + 1
    const start = this.#context.random.int(size)
    for (let i = 0; i < size; i++) {
      const port = first + ((start + i) % size)
      if (!this.#isTaken(port)) return port
    }
    return undefined
  }

  #isTaken(port: number): boolean {
    this.#taken ??= storedPorts(this.#context)
    return this.#taken.has(port) || this.#allocated.includes(port)
  }
}

function storedPorts({ lister }: KindContext): Set<number> {
  const taken = new Set<number>()
  for (const { spec } of lister.list<Service>('services')) {
    for (const { nodePort } of spec.ports ?? []) if (nodePort) taken.add(nodePort)
    if (spec.healthCheckNodePort) taken.add(spec.healthCheckNodePort)
  }
  return taken
}
