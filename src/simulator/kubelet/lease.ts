// A node's heartbeat: a Lease in kube-node-lease, renewed every ten seconds; written when somebody looks (client/heartbeats.ts).
// Upstream: component-helpers/apimachinery/lease/controller.go, pkg/kubelet/util/nodelease.go.
import type { Lease } from '../../generated/api/coordination.v1.ts'
import type { Node } from '../../generated/api/core.v1.ts'
import { formatMicroTime } from '../../model/time.ts'
import type { Client } from '../client/client.ts'
import { type Heartbeat, type Heartbeats, LEASES, NODE_LEASES } from '../client/heartbeats.ts'
import type { Clock, Timer } from '../engine/clock.ts'

const DURATION_SECONDS = 40
const RENEW_MS = 10_000

/** The lease of one node. */
export class NodeLease implements Heartbeat {
  readonly #client: Client
  readonly #clock: Clock
  readonly #heartbeats: Heartbeats
  readonly #node: () => Node
  #timer: Timer | undefined
  /** The first renewal since the kubelet started, and the moment it stopped. */
  #started = 0
  #stopped: number | undefined

  constructor(client: Client, clock: Clock, heartbeats: Heartbeats, node: () => Node) {
    this.#client = client
    this.#clock = clock
    this.#heartbeats = heartbeats
    this.#node = node
  }

  start(): void {
    this.#started = this.#clock.now()
    this.#stopped = undefined
    this.#heartbeats.set(this.#node().metadata.name ?? '', this)
    if (this.#written() === undefined || this.#heartbeats.looked) this.#renew(this.#started)
    if (this.#heartbeats.looked) this.#renewOnTime()
  }

  stop(): void {
    this.#stopped = this.#clock.now()
    this.#timer?.cancel()
  }

  last(): number {
    const until = this.#stopped ?? this.#clock.now()
    return until - ((until - this.#started) % RENEW_MS)
  }

  writeOnTime(): void {
    this.#renew(this.last())
    if (this.#stopped === undefined) this.#renewOnTime()
  }

  #renewOnTime(): void {
    this.#timer = this.#clock.at(this.last() + RENEW_MS, () => {
      this.#renew(this.#clock.now())
      this.#renewOnTime()
    })
  }

  #written(): Lease | undefined {
    return this.#heartbeats.written(this.#node().metadata.name ?? '')
  }

  #renew(at: number): void {
    const { name = '', uid = '' } = this.#node().metadata
    const known = this.#written()
    const renewTime = formatMicroTime(at)
    if (known === undefined) {
      const lease: Lease = {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name, namespace: NODE_LEASES, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
        spec: { holderIdentity: name, leaseDurationSeconds: DURATION_SECONDS, renewTime },
      }
      this.#client.create(LEASES, lease)
    } else if (known.spec.renewTime !== renewTime) {
      this.#client.update(LEASES, { ...known, spec: { ...known.spec, renewTime } })
    }
  }
}
