// Which host ports are taken on a node, by protocol and address; 0.0.0.0 clashes with every address.
// Upstream: HostPortInfo in staging/src/k8s.io/kube-scheduler/framework/types.go.
import type { Pod } from '../generated/api/core.v1.ts'

/** A host port a container asks for. */
export interface HostPort {
  readonly ip: string
  readonly protocol: string
  readonly port: number
}

const ANY = '0.0.0.0'

/** The host ports of a pod's containers and sidecars. */
export function hostPortsOf(pod: Pod): readonly HostPort[] {
  let ports: HostPort[] | undefined
  const sidecars = pod.spec.initContainers?.filter((container) => container.restartPolicy === 'Always') ?? []
  for (const container of [...(pod.spec.containers ?? []), ...sidecars]) {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort === undefined || hostPort <= 0) continue
      ports ??= []
      ports.push({ ip: hostIP || ANY, protocol: protocol || 'TCP', port: hostPort })
    }
  }
  return ports ?? []
}

const key = (port: HostPort): string => `${port.protocol}/${port.port}`

/** The ports in use on one node. */
export class UsedPorts {
  readonly #addresses = new Map<string, Map<string, number>>()

  add(port: HostPort): void {
    let addresses = this.#addresses.get(key(port))
    if (addresses === undefined) {
      addresses = new Map()
      this.#addresses.set(key(port), addresses)
    }
    addresses.set(port.ip, (addresses.get(port.ip) ?? 0) + 1)
  }

  remove(port: HostPort): void {
    const addresses = this.#addresses.get(key(port))
    const left = (addresses?.get(port.ip) ?? 0) - 1
    if (left > 0) addresses?.set(port.ip, left)
    else addresses?.delete(port.ip)
    if (addresses?.size === 0) this.#addresses.delete(key(port))
  }

  clone(): UsedPorts {
    const copy = new UsedPorts()
    for (const [name, addresses] of this.#addresses) copy.#addresses.set(name, new Map(addresses))
    return copy
  }

  conflicts(port: HostPort): boolean {
    const addresses = this.#addresses.get(key(port))
    if (addresses === undefined) return false
    return port.ip === ANY || addresses.has(ANY) || addresses.has(port.ip)
  }
}
