// Metadata a subresource's door does not change. Upstream: metav1.ResetObjectMetaForStatus.
import type { ObjectMeta } from '../../../../generated/api/meta.v1.ts'

const KEPT = [
  'deletionTimestamp',
  'generation',
  'selfLink',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
] as const

/** Puts back what only the main door may change; managedFields are the caller's. */
export function keepMetaForSubresource(meta: ObjectMeta, old: ObjectMeta): void {
  for (const field of KEPT) {
    if (old[field] === undefined) delete meta[field]
    else Object.assign(meta, { [field]: old[field] })
  }
}
