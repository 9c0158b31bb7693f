// Who listens where in the cluster: pods by address, Services by their ready endpoints, names by cluster DNS. Connections only;
// policies, Ingress and the rest of networking are elsewhere.
import type { Listener, PodNetwork } from './contract.ts'

/** What the network must know of the API's objects. */
export interface ServiceLookup {
  /** The pod behind a Service's address and port: address and port, or undefined without an endpoint; null when it is no Service. */
  endpoint(ip: string, port: number): { readonly ip: string; readonly port: number } | undefined | null
  /** The addresses of a name asked for by a pod of a namespace; none when there is no such name. */
  addresses(name: string, namespace: string): readonly string[]
  /** The name of an address: a Service's, or that of a pod behind a headless one. */
  nameOf?(ip: string): string | undefined
}

const address = /^\d+\.\d+\.\d+\.\d+$/

/** All pods' open ports. */
export class ClusterNetwork {
  readonly #hosts = new Map<string, Map<number, Listener>>()
  /** Programs that would listen on any port. */
  readonly #any = new Map<string, Set<Listener>>()
  readonly #now: () => number
  readonly #services: ServiceLookup

  constructor(now: () => number, services: ServiceLookup) {
    this.#now = now
    this.#services = services
  }

  /** A pod's address is up. */
  up(ip: string): void {
    if (!this.#hosts.has(ip)) this.#hosts.set(ip, new Map())
  }

  down(ip: string): void {
    this.#hosts.delete(ip)
    this.#any.delete(ip)
  }

  #anyOf(ip: string): Listener | undefined {
    const [first] = this.#any.get(ip) ?? []
    return first
  }

  /** What listens at an address. */
  connect(ip: string, port: number): Listener | 'refused' | 'unreachable' {
    const target = this.#hosts.has(ip) ? { ip, port } : this.#services.endpoint(ip, port)
    if (target === undefined) return 'refused'
    const ports = target === null ? undefined : this.#hosts.get(target.ip)
    if (ports === undefined) return 'unreachable'
    const listener = ports.get(target!.port) ?? this.#anyOf(target!.ip)
    if (listener === undefined) return 'refused'
    return listener.from !== undefined && this.#now() < listener.from ? 'refused' : listener
  }

  /** The network as one pod sees it. */
  of(ip: string, namespace: string, hostname: string): PodNetwork {
    this.up(ip)
    const addresses = (name: string): readonly string[] => {
      if (address.test(name)) return [name]
      if (name === 'localhost') return ['127.0.0.1']
      return name === hostname ? [ip] : this.#services.addresses(name, namespace)
    }
    return {
      ip,
      listen: (port, listener) => {
        const ports = this.#hosts.get(ip)
        if (ports === undefined) return false
        if (port === 0) {
          this.#any.set(ip, (this.#any.get(ip) ?? new Set()).add(listener))
          return true
        }
        if (ports.has(port)) return false
        ports.set(port, listener)
        return true
      },
      close: (port, listener) => {
        const ports = this.#hosts.get(ip)
        if (port === 0) this.#any.get(ip)?.delete(listener)
        else if (ports?.get(port) === listener) ports.delete(port)
      },
      connect: (host, port) => this.connect(local(host) ? ip : host, port),
      addresses,
      nameOf: (ip) => this.#services.nameOf?.(ip),
      resolve: (name) => addresses(name)[0],
    }
  }
}

const local = (host: string): boolean => host === 'localhost' || host.startsWith('127.') || host === '0.0.0.0'
