// Metadata that a status update does not change, for kinds that opt in.
// Upstream: ResetObjectMetaForStatus in apimachinery/pkg/apis/meta/v1/helpers.go.
import type { ObjectMeta } from '../../../generated/api/meta.v1.ts'

const KEPT = [
  'deletionTimestamp',
  'generation',
  'selfLink',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
] as const

/** Puts back what was. */
export function resetMetaForStatus(meta: ObjectMeta, old: ObjectMeta): void {
  const fields = meta as unknown as Record<string, unknown>
  for (const field of KEPT) {
    if (old[field] === undefined) delete fields[field]
    else fields[field] = old[field]
  }
}
