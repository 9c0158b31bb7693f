// Annotations in which autoscaling/v1 keeps what it has no fields for. Upstream: pkg/apis/autoscaling/{annotations,helpers}.go.
import type { ObjectMeta } from '../../../../generated/api/meta.v1.ts'

const PREFIX = 'autoscaling.alpha.kubernetes.io/'
/** Metrics other than the use of CPU. */
export const METRICS = `${PREFIX}metrics`
/** What metrics were seen. */
export const CURRENT_METRICS = `${PREFIX}current-metrics`
/** Conditions of the status. */
export const CONDITIONS = `${PREFIX}conditions`
/** How fast to scale. */
export const BEHAVIOR = `${PREFIX}behavior`
const ROUND_TRIP = [
  METRICS,
  BEHAVIOR,
  `${PREFIX}scale-down-tolerance`,
  `${PREFIX}scale-up-tolerance`,
  CURRENT_METRICS,
  CONDITIONS,
]

/** Takes those annotations away. */
export function dropRoundTripAnnotations(meta: ObjectMeta): void {
  const { annotations } = meta
  if (annotations === undefined || !ROUND_TRIP.some((key) => key in annotations)) return
  const kept = Object.entries(annotations).filter(([key]) => !ROUND_TRIP.includes(key))
  if (kept.length > 0) meta.annotations = Object.fromEntries(kept)
  else delete meta.annotations
}
