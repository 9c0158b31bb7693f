// How kube-controller-manager and kube-scheduler come to lead: a new process watches the lease it finds until nobody has renewed it
// for its whole duration, takes it over at its next try, and says so in an event; kube-scheduler gives its lease up when it is told
// to end, kube-controller-manager only with a feature gate. Limits: one candidate each, and a leader that cannot renew leads on.
// "stopped leading" is no event here: the process has ended before it is sent. Upstream: client-go/tools/leaderelection.
import type { Lease } from '../generated/api/coordination.v1.ts'
import { formatMicroTime } from '../model/time.ts'
import type { Client } from './client/client.ts'
import type { Environment } from './client/environment.ts'
import { EventRecorder } from './client/event-recorder.ts'
import { LEASES } from './client/heartbeats.ts'
import { RenewedLease } from './client/renewed-lease.ts'
import type { Timer } from './engine/clock.ts'

/** The components that elect a leader. */
export type LeaderName = 'kube-controller-manager' | 'kube-scheduler'

/** The one host of the control plane. */
export const CONTROL_PLANE_HOST = 'control-plane'

/** A candidate's pauses are longer by up to so many times. */
const JITTER = 1.2

/** What a component stands for election with. */
export interface Candidacy {
  readonly component: LeaderName
  /** The component that events name. */
  readonly source: string
  /** Whether a process that is told to end gives its lease up. */
  readonly releases: boolean
  /** The lease, and how it is held. */
  readonly namespace: string
  readonly name: string
  readonly seconds: number
  readonly retryMs: number
}

/** What components are set to unless told otherwise. */
export const DEFAULT_TERMS = { namespace: 'kube-system', seconds: 15, retryMs: 2000 } as const

/** One component's candidacy. */
export class Candidate {
  readonly #environment: Environment
  readonly #client: Client
  readonly #terms: Candidacy
  readonly #lease: RenewedLease
  /** Its process: each has a name of its own. */
  #identity = ''
  #leads = false
  #retry: Timer | undefined

  constructor(environment: Environment, terms: Candidacy) {
    const { component, namespace, name, retryMs } = terms
    this.#environment = environment
    this.#client = environment.client(`system:${component}`)
    this.#terms = terms
    this.#lease = new RenewedLease(this.#client, environment.clock, environment.heartbeats, {
      namespace,
      name,
      renewMs: retryMs,
      renewed: (known, renewTime) => this.#renewed(known, renewTime),
    })
  }

  /** It leads from the beginning, as it did before where the cluster has settled. */
  start(): void {
    const known = this.#written()
    this.#identity = known?.spec.holderIdentity ?? this.#newIdentity()
    this.#leads = true
    this.#lease.start()
    if (known === undefined) this.#tell()
  }

  /** A new process stands for election; `lead` runs once it leads. */
  campaign(lead: () => void): void {
    if (this.#leads || this.#retry !== undefined) return
    this.#identity = this.#newIdentity()
    let record: string | undefined
    let observed = 0
    const attempt = (): void => {
      const { clock, random } = this.#environment
      const { retryMs } = this.#terms
      const known = this.#written()
      const seen = known === undefined ? undefined : JSON.stringify(known.spec)
      if (seen !== record) observed = clock.now()
      record = seen
      const { holderIdentity = '', leaseDurationSeconds = 0 } = known?.spec ?? {}
      const free = holderIdentity === '' || observed + leaseDurationSeconds * 1000 <= clock.now()
      if (free && this.#environment.heartbeats.aside(() => this.#acquire(known))) {
        this.#retry = undefined
        lead()
      } else this.#retry = clock.after(retryMs + random.int(JITTER * retryMs), attempt)
    }
    attempt()
  }

  /** The process ends: told to, or (`crashed`) of itself. */
  stop(crashed: boolean): void {
    this.#retry?.cancel()
    this.#retry = undefined
    if (!this.#leads) return
    this.#environment.heartbeats.aside(() => {
      this.#lease.settle()
      this.#lease.stop()
      this.#leads = false
      if (this.#terms.releases && !crashed) this.#release()
    })
  }

  #newIdentity(): string {
    return `${CONTROL_PLANE_HOST}_${this.#environment.random.uuid()}`
  }

  #written(): Lease | undefined {
    return this.#environment.heartbeats.written(this.#terms.namespace, this.#terms.name)
  }

  #now(): string {
    return formatMicroTime(this.#environment.clock.now())
  }

  /** Takes the lease over, or makes it where there is none. */
  #acquire(known: Lease | undefined): boolean {
    const now = this.#now()
    if (known !== undefined) {
      const leaseTransitions = (known.spec.leaseTransitions ?? 0) + 1
      const spec = { ...this.#spec(now), acquireTime: now, leaseTransitions }
      if (!this.#client.update(LEASES, { ...known, spec }).ok) return false
    } else if (!this.#client.create(LEASES, this.#made(now)).ok) return false
    this.#leads = true
    this.#lease.start()
    this.#tell()
    return true
  }

  #release(): void {
    const known = this.#written()
    if (known?.spec.holderIdentity !== this.#identity) return
    const now = this.#now()
    const { leaseTransitions } = known.spec
    const spec = { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions }
    this.#client.update(LEASES, { ...known, spec })
  }

  #spec(renewTime: string): Lease['spec'] {
    return { holderIdentity: this.#identity, leaseDurationSeconds: this.#terms.seconds, renewTime }
  }

  #made(now: string): Lease {
    const { name, namespace } = this.#terms
    const metadata = { name, namespace }
    const spec = { ...this.#spec(now), acquireTime: now, leaseTransitions: 0 }
    return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec }
  }

  /** What somebody else holds it does not touch. */
  #renewed(known: Lease | undefined, renewTime: string): Lease | undefined {
    if (known === undefined) return this.#leads ? this.#made(renewTime) : undefined
    const { holderIdentity, acquireTime, leaseTransitions = 0 } = known.spec
    if (holderIdentity !== this.#identity) return undefined
    return { ...known, spec: { ...this.#spec(renewTime), acquireTime, leaseTransitions } }
  }

  #tell(): void {
    const lease = this.#written()
    if (lease === undefined) return
    const recorder = new EventRecorder(this.#client, this.#environment.clock, this.#terms.source)
    recorder.event(lease, 'Normal', 'LeaderElection', `${this.#identity} became leader`)
  }
}
