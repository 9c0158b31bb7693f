// The leases of the control plane: kube-controller-manager and kube-scheduler hold theirs as leaders, kube-apiserver has one that
// says it is there. All run on one host. A leader that stops is not replaced: there is nobody else to stand for election.
// Upstream: client-go/tools/leaderelection, pkg/controlplane/apiserver/server.go, apiserver/pkg/server/config.go (NewConfig).
import { createHash } from 'node:crypto'
import type { Lease } from '../generated/api/coordination.v1.ts'
import type { Environment } from './client/environment.ts'
import { RenewedLease } from './client/renewed-lease.ts'

/** The components that elect a leader. */
export type LeaderName = 'kube-controller-manager' | 'kube-scheduler'

const NAMESPACE = 'kube-system'
const HOST = 'control-plane'
const LEADER = { seconds: 15, renewMs: 2000 }
const API_SERVER = { name: 'kube-apiserver', seconds: 3600, renewMs: 10_000 }

/** One component's candidacy: a new process takes the lease over under a name of its own. */
class Leader {
  readonly #environment: Environment
  readonly #name: LeaderName
  readonly #lease: RenewedLease
  #holder = ''
  /** Whose lease it takes over. */
  #before: string | undefined

  constructor(environment: Environment, name: LeaderName) {
    this.#environment = environment
    this.#name = name
    this.#lease = new RenewedLease(environment.client(`system:${name}`), environment.clock, environment.heartbeats, {
      namespace: NAMESPACE,
      name,
      renewMs: LEADER.renewMs,
      renewed: (known, renewTime) => this.#renewed(known, renewTime),
    })
  }

  start(): void {
    this.#holder = this.#environment.heartbeats.written(NAMESPACE, this.#name)?.spec.holderIdentity ?? this.#identity()
    this.#lease.start()
  }

  takeOver(): void {
    this.#before = this.#holder
    this.#holder = this.#identity()
    this.#lease.start(true)
  }

  stop(): void {
    this.#lease.stop()
  }

  #identity(): string {
    return `${HOST}_${this.#environment.random.uuid()}`
  }

  /** What somebody else holds it does not touch. */
  #renewed(known: Lease | undefined, renewTime: string): Lease | undefined {
    const spec = { holderIdentity: this.#holder, leaseDurationSeconds: LEADER.seconds, renewTime }
    if (known === undefined) {
      const metadata = { name: this.#name, namespace: NAMESPACE }
      const made = { ...spec, acquireTime: renewTime, leaseTransitions: 0 }
      return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: made }
    }
    const { holderIdentity = '', acquireTime, leaseTransitions = 0 } = known.spec
    if (holderIdentity === this.#holder) return { ...known, spec: { ...spec, acquireTime, leaseTransitions } }
    if (holderIdentity !== '' && holderIdentity !== this.#before) return undefined
    return { ...known, spec: { ...spec, acquireTime: renewTime, leaseTransitions: leaseTransitions + 1 } }
  }
}

/** The id of the API server: a hash of its host and what it is. */
function apiServerId(): string {
  const hash = createHash('sha256')
  for (const part of [HOST, API_SERVER.name])
    hash.update(Buffer.from([part.length >> 8, part.length & 255])).update(part)
  return `apiserver-${base32(hash.digest().subarray(0, 16))}`
}

/** RFC 4648's alphabet in lower case, without padding. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  let text = ''
  for (let at = 0; at < bits.length; at += 5)
    text += 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(bits.slice(at, at + 5).padEnd(5, '0'), 2)]
  return text
}

const API_SERVER_ID = apiServerId()

function apiServerLease({ client, clock, heartbeats, random }: Environment): RenewedLease {
  const name = API_SERVER_ID
  return new RenewedLease(client('system:apiserver', ['system:masters']), clock, heartbeats, {
    namespace: NAMESPACE,
    name,
    renewMs: API_SERVER.renewMs,
    renewed: (known, renewTime) =>
      known === undefined
        ? {
            apiVersion: 'coordination.k8s.io/v1',
            kind: 'Lease',
            metadata: {
              name,
              namespace: NAMESPACE,
              labels: { 'apiserver.kubernetes.io/identity': API_SERVER.name, 'kubernetes.io/hostname': HOST },
            },
            spec: { holderIdentity: `${name}_${random.uuid()}`, leaseDurationSeconds: API_SERVER.seconds, renewTime },
          }
        : { ...known, spec: { ...known.spec, renewTime } },
  })
}

/** All of a cluster's. */
export class ComponentLeases {
  readonly #leaders = new Map<LeaderName, Leader>()
  readonly #apiServer: RenewedLease | undefined

  /** For the components that run. */
  constructor(environment: Environment, controllers: boolean, scheduler: boolean) {
    const stand = (name: LeaderName): unknown => this.#leaders.set(name, new Leader(environment, name))
    if (controllers) stand('kube-controller-manager')
    if (scheduler) stand('kube-scheduler')
    if (environment.gates.enabled('APIServerIdentity')) this.#apiServer = apiServerLease(environment)
  }

  /** All hold their leases, as they did before where the cluster has settled. */
  start(): void {
    this.#apiServer?.start()
    for (const leader of this.#leaders.values()) leader.start()
  }

  /** A component's process ends: nobody renews its lease. */
  stop(name: LeaderName): void {
    this.#leaders.get(name)?.stop()
  }

  /** It starts anew, and leads. */
  takeOver(name: LeaderName): void {
    this.#leaders.get(name)?.takeOver()
  }
}
