// Objects that etcd forgets when nobody has written them for a while: events, after an hour (--event-ttl). All of a resource live
// equally long, so that they go in the order of their last writes and one timer does. Upstream: apiserver storage/etcd3/lease_manager.go.
import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { Clock } from './clock.ts'
import type { Store } from './store.ts'

/** Who removed them, in the history. */
const BY = 'etcd'

interface Lease {
  readonly namespace: string
  readonly name: string
  readonly version: string | undefined
  readonly until: number
}

/** Removes each object of `resource` when its last write is so many milliseconds ago. */
export function keepFor(milliseconds: number, resource: ResourceKey, store: Store, clock: Clock): void {
  let leases: Lease[] = []
  /** Those before are over. */
  let first = 0
  let booked = false
  const grant = ({ metadata }: KubeObject): void => {
    const { namespace = '', name = '', resourceVersion: version } = metadata
    leases.push({ namespace, name, version, until: clock.now() + milliseconds })
    book()
  }
  const book = (): void => {
    const next = leases[first]
    if (booked || next === undefined) return
    booked = true
    clock.at(next.until, expire)
  }
  const expire = (): void => {
    booked = false
    for (let lease = leases[first]; lease !== undefined && lease.until <= clock.now(); lease = leases[++first]) {
      const object = store.get<KubeObject>(resource, lease.namespace, lease.name)
      if (object !== undefined && object.metadata.resourceVersion === lease.version)
        store.remove(resource, { ...object, metadata: { ...object.metadata } }, BY)
    }
    leases = leases.slice(first)
    first = 0
    book()
  }
  if (store.count(resource) > 0) for (const object of store.list<KubeObject>(resource)) grant(object)
  store.listen(resource, ({ type, object }) => {
    if (type !== 'DELETED') grant(object)
  })
}
