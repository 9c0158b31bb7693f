// The endpoints a service should have: one per address, hostname and pod, in the order they were found.
// Upstream: staging/src/k8s.io/endpointslice/util/endpointset.go.
import type { Endpoint } from '../../../../generated/api/discovery.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'

/** What tells two endpoints apart; everything else of them is changed in place. */
const identityOf = ({ addresses, hostname = '', targetRef }: Endpoint): string =>
  `${(addresses ?? []).join(',')}|${hostname}|${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''}`

/** Endpoints by identity; the last of the same identity stays. */
export class EndpointSet {
  readonly #endpoints = new Map<string, Endpoint>()

  get size(): number {
    return this.#endpoints.size
  }

  insert(endpoint: Endpoint): void {
    this.#endpoints.set(identityOf(endpoint), endpoint)
  }

  get(endpoint: Endpoint): Endpoint | undefined {
    return this.#endpoints.get(identityOf(endpoint))
  }

  delete(endpoint: Endpoint): void {
    this.#endpoints.delete(identityOf(endpoint))
  }

  /** Takes up to `count` endpoints out. */
  take(count: number): Endpoint[] {
    const taken: Endpoint[] = []
    for (const [key, endpoint] of this.#endpoints) {
      if (taken.length >= count) break
      taken.push(endpoint)
      this.#endpoints.delete(key)
    }
    return taken
  }
}

type Reference = NonNullable<Endpoint['targetRef']>

/** Whether two references mean the same object, seen at whatever time. */
export function sameReference(a: Reference | undefined, b: Reference | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  const { resourceVersion: _seen, ...one } = a
  const { resourceVersion: _then, ...other } = b
  return deepEqual(one, other)
}

/** Whether two endpoints of the same identity are the same beyond it; hints do not count. */
export const sameBeyondIdentity = (a: Endpoint, b: Endpoint): boolean =>
  a.nodeName === b.nodeName &&
  a.zone === b.zone &&
  a.conditions.ready === b.conditions.ready &&
  a.conditions.serving === b.conditions.serving &&
  a.conditions.terminating === b.conditions.terminating &&
  sameReference(a.targetRef, b.targetRef)
