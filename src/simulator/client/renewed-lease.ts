// A lease that is renewed for ever, written when somebody looks (client/heartbeats.ts).
// Upstream: component-helpers/apimachinery/lease/controller.go; client-go/tools/leaderelection renews alike.
import type { Lease } from '../../generated/api/coordination.v1.ts'
import { formatMicroTime } from '../../model/time.ts'
import type { Clock, Timer } from '../engine/clock.ts'
import type { Client } from './client.ts'
import { type Heartbeat, type Heartbeats, LEASES } from './heartbeats.ts'

/** Which lease, and how it is renewed. */
export interface LeaseTerms {
  readonly namespace: string
  readonly name: string
  readonly renewMs: number
  /** Milliseconds its holder's clock is ahead. */
  ahead?(): number
  /** Milliseconds a renewal takes its holder; the next comes so long after it. */
  takes?(): number
  /** The lease renewed at a moment, or made anew where there is none; undefined when it is not to be renewed. */
  renewed(known: Lease | undefined, renewTime: string): Lease | undefined
}

/** One such lease. */
export class RenewedLease implements Heartbeat {
  readonly #client: Client
  readonly #clock: Clock
  readonly #heartbeats: Heartbeats
  readonly #terms: LeaseTerms
  #timer: Timer | undefined
  /** The first renewal since its holder started, and the moment it stopped. */
  #started = 0
  #stopped: number | undefined

  constructor(client: Client, clock: Clock, heartbeats: Heartbeats, terms: LeaseTerms) {
    this.#client = client
    this.#clock = clock
    this.#heartbeats = heartbeats
    this.#terms = terms
  }

  /** From now on it is renewed. */
  start(): void {
    const { namespace, name } = this.#terms
    this.#started = this.#clock.now()
    this.#stopped = undefined
    this.#heartbeats.set(namespace, name, this)
    const looked = this.#heartbeats.looked(namespace)
    if (looked || this.#written() === undefined) this.#renew(this.#started)
    if (looked) this.#renewOnTime()
  }

  /** The renewal last due is written, though nobody looks. */
  settle(): void {
    this.#renew(this.last())
  }

  stop(): void {
    this.#stopped = this.#clock.now()
    this.#timer?.cancel()
  }

  last(): number {
    const until = this.#stopped ?? this.#clock.now()
    return until - ((until - this.#started) % this.#terms.renewMs)
  }

  writeOnTime(): void {
    this.#renew(this.last())
    if (this.#stopped === undefined) this.#renewOnTime()
  }

  #renewOnTime(): void {
    const { renewMs, takes } = this.#terms
    this.#timer = this.#clock.at(this.last() + renewMs, () => {
      const began = this.#clock.now()
      const milliseconds = takes?.() ?? 0
      if (milliseconds === 0) {
        this.#renew(began)
        this.#renewOnTime()
      } else
        this.#timer = this.#clock.after(milliseconds, () => {
          this.#renew(began)
          this.#started = this.#clock.now()
          this.#renewOnTime()
        })
    })
  }

  #written(): Lease | undefined {
    return this.#heartbeats.written(this.#terms.namespace, this.#terms.name)
  }

  #renew(at: number): void {
    const known = this.#written()
    const renewTime = formatMicroTime(at + (this.#terms.ahead?.() ?? 0))
    if (known?.spec.renewTime === renewTime) return
    const lease = this.#terms.renewed(known, renewTime)
    if (lease === undefined) return
    if (known === undefined) this.#client.create(LEASES, lease)
    else this.#client.update(LEASES, lease)
  }
}
