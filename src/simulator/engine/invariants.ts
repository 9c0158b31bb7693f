// What must hold of every write, whoever makes it: checked on each change, always. A broken invariant is a bug of ours and throws.
import { deepEqual } from '../../model/deep-equal.ts'
import type { StoreChange } from './store.ts'

/** One rule: undefined when it holds, else what is wrong. */
type Invariant = (change: StoreChange) => string | undefined

const INVARIANTS: readonly Invariant[] = [
  function revisionsOnlyGrow({ revision, object, previous }) {
    if (object.metadata.resourceVersion !== String(revision))
      return `carries resourceVersion ${object.metadata.resourceVersion}`
    const before = Number(previous?.metadata.resourceVersion ?? 0)
    return before < revision ? undefined : `revision went from ${before} to ${revision}`
  },
  function identityStays({ object, previous }) {
    if (!object.metadata.uid) return 'has no uid'
    if (previous === undefined) return undefined
    if (object.metadata.uid !== previous.metadata.uid)
      return `uid went from ${previous.metadata.uid} to ${object.metadata.uid}`
    if (object.metadata.creationTimestamp !== previous.metadata.creationTimestamp) return 'creationTimestamp changed'
    return undefined
  },
  function namedAsStored({ object, name, namespace }) {
    if ((object.metadata.name ?? '') === name && (object.metadata.namespace ?? '') === namespace) return undefined
    return `says it is ${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`
  },
  function generationsOnlyGrow({ object, previous }) {
    const before = previous?.metadata.generation ?? 0
    const after = object.metadata.generation ?? 0
    return after >= before ? undefined : `generation went from ${before} to ${after}`
  },
  function deletionIsNotTakenBack({ object, previous }) {
    if (!previous?.metadata.deletionTimestamp || object.metadata.deletionTimestamp) return undefined
    return 'is no longer being deleted'
  },
  function podsStayOnTheirNode({ resource, object, previous }) {
    if (resource !== 'pods' || previous === undefined) return undefined
    const before = nodeOf(previous)
    return before === undefined || nodeOf(object) === before
      ? undefined
      : `moved from node ${before} to ${nodeOf(object)}`
  },
  function writesSaySomething({ type, object, previous }) {
    if (type !== 'MODIFIED' || previous === undefined) return undefined
    const same =
      object === previous ||
      deepEqual(
        { ...object, metadata: { ...object.metadata, resourceVersion: '' } },
        { ...previous, metadata: { ...previous.metadata, resourceVersion: '' } },
      )
    return same ? 'was written without a change' : undefined
  },
]

const nodeOf = (object: unknown): string | undefined => (object as { spec?: { nodeName?: string } }).spec?.nodeName

/** Throws when a change breaks an invariant. */
export function checkInvariants(change: StoreChange): void {
  for (const invariant of INVARIANTS) {
    const wrong = invariant(change)
    if (wrong === undefined) continue
    const { type, resource, namespace, name, by } = change
    throw new Error(`invariant ${invariant.name}: ${type} ${resource} ${namespace}/${name} by ${by}: ${wrong}`)
  }
}
