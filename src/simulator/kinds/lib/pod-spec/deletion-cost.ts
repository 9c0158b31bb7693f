// The annotation that says how dear a pod is when a ReplicaSet shrinks.
// Upstream: pkg/apis/core/helper/helpers.go (GetDeletionCostFromPodAnnotations).

/** The annotation's key. */
export const POD_DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'

const INTEGER = /^(?:0|[1-9][0-9]*|-[0-9]+)$/

/** Whether the deletion cost is absent or a 32-bit integer without plus sign or leading zeros. */
export function isDeletionCost(annotations: Readonly<Record<string, string>> | undefined): boolean {
  const text = annotations?.[POD_DELETION_COST]
  if (text === undefined) return true
  const value = Number(text)
  return INTEGER.test(text) && value >= -2147483648 && value <= 2147483647
}
