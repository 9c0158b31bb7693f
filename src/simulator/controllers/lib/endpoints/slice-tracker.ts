// Which generation of each slice a controller has written itself: what it hears of beyond that is somebody else's doing, and as
// long as what it finds is behind that (or a slice it keeps is gone from its service) it works no further.
// Upstream: staging/src/k8s.io/endpointslice/util/endpointslice_tracker.go.
import type { EndpointSlice } from '../../../../generated/api/discovery.v1.ts'

const SERVICE_NAME = 'kubernetes.io/service-name'
const DELETED = -1

const serviceOf = ({ metadata }: EndpointSlice): string =>
  `${metadata.namespace}/${metadata.labels?.[SERVICE_NAME] ?? ''}`

/** Generations by service and uid. */
export class SliceTracker {
  readonly #services = new Map<string, Map<string, number>>()

  has(slice: EndpointSlice): boolean {
    return this.#generation(slice) !== undefined
  }

  /** Whether the slice is unknown, or newer than what was written. */
  shouldSync(slice: EndpointSlice): boolean {
    const known = this.#generation(slice)
    return known === undefined || (slice.metadata.generation ?? 0) > known
  }

  /** Whether the slices found for a service are not yet, or no longer, those that were written for it. */
  isStale(service: string, slices: readonly EndpointSlice[]): boolean {
    const known = this.#services.get(service)
    if (known === undefined) return false
    const found = new Set<string>()
    for (const { metadata } of slices) {
      const { uid = '', generation = 0 } = metadata
      found.add(uid)
      const written = known.get(uid)
      if (written !== undefined && (written === DELETED || written > generation)) return true
    }
    for (const [uid, generation] of known) if (generation !== DELETED && !found.has(uid)) return true
    return false
  }

  /** Notes a slice as it was written. */
  update(slice: EndpointSlice): void {
    this.#set(slice, slice.metadata.generation ?? 0)
  }

  expectDeletion(slice: EndpointSlice): void {
    this.#set(slice, DELETED)
  }

  /** Forgets a slice that is gone; false when that was not expected. */
  handleDeletion(slice: EndpointSlice): boolean {
    const known = this.#services.get(serviceOf(slice))
    const generation = known?.get(slice.metadata.uid ?? '')
    known?.delete(slice.metadata.uid ?? '')
    return generation === undefined || generation === DELETED
  }

  forget(service: string): void {
    this.#services.delete(service)
  }

  #generation(slice: EndpointSlice): number | undefined {
    return this.#services.get(serviceOf(slice))?.get(slice.metadata.uid ?? '')
  }

  #set(slice: EndpointSlice, generation: number): void {
    const key = serviceOf(slice)
    const known = this.#services.get(key) ?? new Map<string, number>()
    this.#services.set(key, known.set(slice.metadata.uid ?? '', generation))
  }
}
