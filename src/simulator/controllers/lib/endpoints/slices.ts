// What the two controllers that write EndpointSlices share: labels, whose a slice is, the writes and what is heard of others'.
// Upstream: staging/src/k8s.io/endpointslice/{utils,reconciler}.go.

import type { EndpointSlice } from '../../../../generated/api/discovery.v1.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { Client, Result } from '../../../client/client.ts'
import { slicesByService } from '../../../client/indexes.ts'
import type { Informers } from '../../../client/informers.ts'
import { SliceTracker } from './slice-tracker.ts'

/** The resource. */
export const SLICES = 'endpointslices.discovery.k8s.io'
/** Labels of every slice. */
export const SERVICE_NAME = 'kubernetes.io/service-name'
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
/** Marks endpoints of services without an address. */
export const HEADLESS = 'service.kubernetes.io/headless'

const MAX_PREFIX = 253

/** The generateName of an owner's slices: with a dash where that leaves a valid name. */
export const slicePrefix = (name: string): string => (name.length < MAX_PREFIX ? `${name}-` : name)

/** The slices to write, and those to take away. */
export interface SliceChanges {
  toCreate: EndpointSlice[]
  toUpdate: EndpointSlice[]
  toDelete: EndpointSlice[]
}

/** What went wrong, as an error of upstream reads; undefined when nothing did. */
type Failure = string | undefined

/** Writes one manager's slices and knows its own writes when it hears of them. */
export class SliceWriter {
  readonly #client: Client
  readonly #manager: string
  readonly #tracker = new SliceTracker()

  constructor(client: Client, manager: string) {
    this.#client = client
    this.#manager = manager
  }

  manages({ metadata }: EndpointSlice): boolean {
    return metadata.labels?.[MANAGED_BY] === this.#manager
  }

  /** The manager's slices of one service, those that are going too. */
  slicesOf(namespace: string, service: string): EndpointSlice[] {
    return this.#client.indexed(slicesByService, `${namespace}/${service}`).filter((slice) => this.manages(slice))
  }

  /** Whether these slices of a service are not those that were written for it: nothing is done until they are. */
  isStale(namespace: string, service: string, slices: readonly EndpointSlice[]): boolean {
    return this.#tracker.isStale(`${namespace}/${service}`, slices)
  }

  /** A slice that is as it should be is known from now on. */
  track(slice: EndpointSlice): void {
    if (!this.#tracker.has(slice)) this.#tracker.update(slice)
  }

  /** Forgets what was written for a service. */
  forget(namespace: string, service: string): void {
    this.#tracker.forget(`${namespace}/${service}`)
  }

  /** Creates, then updates, then deletes; stops at the first refusal. `terminating`: the namespace is going, nothing to retry. */
  finalize(changes: SliceChanges, owner: KubeObject, what: string): Failure | 'terminating' {
    const about = `for ${what} ${owner.metadata.namespace}/${owner.metadata.name}`
    for (const slice of owner.metadata.deletionTimestamp === undefined ? changes.toCreate : []) {
      const created = this.#client.create(SLICES, slice)
      if (isTerminating(created)) return 'terminating'
      if (!created.ok) return `failed to create EndpointSlice ${about}: ${created.status.message}`
      this.#tracker.update(created.object)
    }
    for (const slice of changes.toUpdate) {
      const updated = this.#client.update(SLICES, slice)
      if (!updated.ok)
        return `failed to update ${slice.metadata.name} EndpointSlice ${about}: ${updated.status.message}`
      this.#tracker.update(updated.object)
    }
    for (const slice of changes.toDelete) {
      const failure = this.delete(slice)
      if (failure !== undefined) return `failed to delete ${slice.metadata.name} EndpointSlice ${about}: ${failure}`
    }
    return undefined
  }

  delete(slice: EndpointSlice): Failure {
    const failure = this.drop(slice)
    if (failure === undefined) this.#tracker.expectDeletion(slice)
    return failure
  }

  /** Deletes a slice of a service that is forgotten. */
  drop({ metadata }: EndpointSlice): Failure {
    const deleted = this.#client.delete(SLICES, metadata.namespace ?? '', metadata.name ?? '')
    return deleted.ok || deleted.status.code === 404 ? undefined : deleted.status.message
  }

  /** Calls `enqueue` with the service whose slice somebody else wrote or deleted. */
  hearOthers(informers: Informers, enqueue: (key: string) => void): void {
    const tell = ({ metadata }: EndpointSlice): void => {
      const service = metadata.labels?.[SERVICE_NAME]
      if (service) enqueue(`${metadata.namespace}/${service}`)
    }
    const changed = (slice: EndpointSlice): void => {
      if (this.manages(slice) && this.#tracker.shouldSync(slice)) tell(slice)
    }
    informers.on<EndpointSlice>(SLICES, {
      add: changed,
      update: (slice, old) => {
        if (slice.metadata.labels?.[SERVICE_NAME] !== old.metadata.labels?.[SERVICE_NAME]) {
          tell(slice)
          tell(old)
        } else if (this.manages(slice) !== this.manages(old)) tell(slice)
        else changed(slice)
      },
      delete: (slice) => {
        if (this.manages(slice) && this.#tracker.has(slice) && !this.#tracker.handleDeletion(slice)) tell(slice)
      },
    })
  }
}

/** Whether a creation was refused because its namespace is going. */
export const isTerminating = (result: Result<unknown>): boolean =>
  !result.ok && result.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true
