// What the two controllers that write EndpointSlices share: labels, whose a slice is, and which writes were their own.
// Upstream: staging/src/k8s.io/endpointslice/{utils.go,util/endpointslice_tracker.go}.

import type { EndpointSlice } from '../../../../generated/api/discovery.v1.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { Client, Result } from '../../../client/client.ts'
import { slicesByService } from '../../../client/indexes.ts'
import type { Informers } from '../../../client/informers.ts'

/** The resource. */
export const SLICES = 'endpointslices.discovery.k8s.io'
/** Labels of every slice. */
export const SERVICE_NAME = 'kubernetes.io/service-name'
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
/** Marks endpoints of services without an address. */
export const HEADLESS = 'service.kubernetes.io/headless'

const MAX_PREFIX = 253
const DELETED = Number.POSITIVE_INFINITY

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
  /** Generation by `namespace/name`; DELETED once we delete it. */
  readonly #written = new Map<string, number>()

  constructor(client: Client, manager: string) {
    this.#client = client
    this.#manager = manager
  }

  manages({ metadata }: EndpointSlice): boolean {
    return metadata.labels?.[MANAGED_BY] === this.#manager
  }

  /** The manager's slices of one service that are not going. */
  slicesOf(namespace: string, service: string): EndpointSlice[] {
    return this.#client
      .indexed(slicesByService, `${namespace}/${service}`)
      .filter((slice) => this.manages(slice) && slice.metadata.deletionTimestamp === undefined)
  }

  /** Creates, then updates, then deletes; stops at the first refusal. `terminating`: the namespace is going, nothing to retry. */
  finalize(changes: SliceChanges, owner: KubeObject, what: string): Failure | 'terminating' {
    const about = `for ${what} ${owner.metadata.namespace}/${owner.metadata.name}`
    for (const slice of owner.metadata.deletionTimestamp === undefined ? changes.toCreate : []) {
      const created = this.#client.create(SLICES, slice)
      if (isTerminating(created)) return 'terminating'
      if (!created.ok) return `failed to create EndpointSlice ${about}: ${created.status.message}`
      this.#note(created.object)
    }
    for (const slice of changes.toUpdate) {
      const updated = this.#client.update(SLICES, slice)
      if (!updated.ok)
        return `failed to update ${slice.metadata.name} EndpointSlice ${about}: ${updated.status.message}`
      this.#note(updated.object)
    }
    for (const slice of changes.toDelete) {
      const failure = this.delete(slice)
      if (failure !== undefined) return `failed to delete ${slice.metadata.name} EndpointSlice ${about}: ${failure}`
    }
    return undefined
  }

  delete({ metadata }: EndpointSlice): Failure {
    const { namespace = '', name = '' } = metadata
    this.#written.set(`${namespace}/${name}`, DELETED)
    const deleted = this.#client.delete(SLICES, namespace, name)
    return deleted.ok || deleted.status.code === 404 ? undefined : deleted.status.message
  }

  /** Calls `enqueue` with the service whose slice somebody else wrote or deleted. */
  hearOthers(informers: Informers, enqueue: (key: string) => void): void {
    const tell = ({ metadata }: EndpointSlice): void => {
      const service = metadata.labels?.[SERVICE_NAME]
      if (service) enqueue(`${metadata.namespace}/${service}`)
    }
    const changed = (slice: EndpointSlice): void => {
      const known = this.#written.get(keyOf(slice))
      if (this.manages(slice) && (known === undefined || (slice.metadata.generation ?? 0) > known)) tell(slice)
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
        const key = keyOf(slice)
        const last = this.#written.get(key)
        this.#written.delete(key)
        if (last !== undefined && last !== DELETED && this.manages(slice)) tell(slice)
      },
    })
  }

  #note(slice: EndpointSlice): void {
    this.#written.set(keyOf(slice), slice.metadata.generation ?? 0)
  }
}

const keyOf = ({ metadata }: EndpointSlice): string => `${metadata.namespace}/${metadata.name}`

/** Whether a creation was refused because its namespace is going. */
export const isTerminating = (result: Result<unknown>): boolean =>
  !result.ok && result.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true
