// The five conditions by which a namespace tells how its deletion goes.
// Upstream: pkg/controller/namespace/deletion/status_condition_utils.go.
import type { Namespace, NamespaceCondition } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Outcome } from './content.ts'

type Words = Pick<NamespaceCondition, 'status' | 'reason' | 'message'>

const fine: readonly (readonly [string, string, string])[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
]

/** The namespace with its conditions; undefined when they are as they were. */
export function withConditions(namespace: Namespace, outcome: Outcome, now: number): Namespace | undefined {
  const troubles = troublesOf(outcome)
  const conditions = [...(namespace.status.conditions ?? [])]
  let changed = false
  for (const [type, reason, message] of fine) {
    const words: Words = troubles.get(type) ?? { status: 'False', reason, message }
    const at = conditions.findIndex((condition) => condition.type === type)
    const old = conditions[at]
    if (old?.status === words.status && old.reason === words.reason && old.message === words.message) continue
    changed = true
    const lastTransitionTime =
      old?.status === words.status ? (old.lastTransitionTime ?? formatTime(now)) : formatTime(now)
    const condition: NamespaceCondition = { type, lastTransitionTime, ...words }
    if (at < 0) conditions.push(condition)
    else conditions[at] = condition
  }
  return changed ? { ...namespace, status: { ...namespace.status, conditions } } : undefined
}

function troublesOf({ remaining, finalizers, errors }: Outcome): ReadonlyMap<string, Words> {
  const troubles = new Map<string, Words>()
  if (errors.length > 0) {
    const message = `Failed to delete all resource types, ${errors.length} remaining: ${[...errors].sort().join(', ')}`
    troubles.set('NamespaceDeletionContentFailure', { status: 'True', reason: 'ContentDeletionFailed', message })
  }
  if (remaining.size > 0) {
    const list = [...remaining].map(([resource, count]) => `${resource} has ${count} resource instances`)
    const message = `Some resources are remaining: ${list.sort().join(', ')}`
    troubles.set('NamespaceContentRemaining', { status: 'True', reason: 'SomeResourcesRemain', message })
  }
  if (finalizers.size > 0) {
    const list = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`)
    const message = `Some content in the namespace has finalizers remaining: ${list.sort().join(', ')}`
    troubles.set('NamespaceFinalizersRemaining', { status: 'True', reason: 'SomeFinalizersRemain', message })
  }
  return troubles
}
