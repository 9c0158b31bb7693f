// Keeps the beta labels of a node's operating system and architecture in step with the stable ones.
// Upstream: reconcileNodeLabels in pkg/controller/nodelifecycle/node_lifecycle_controller.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'

const pairs = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
] as const

/** Writes the labels that are missing or differ. */
export function reconcileLabels(client: Client, { metadata }: Node): void {
  const { labels } = metadata
  let missing: Record<string, string> | undefined
  for (const [stable, beta] of pairs) {
    const value = labels?.[stable]
    if (value !== undefined && labels?.[beta] !== value) missing = { ...missing, [beta]: value }
  }
  if (missing === undefined) return
  const body = { metadata: { labels: missing } }
  client.patch('nodes', '', metadata.name ?? '', 'application/strategic-merge-patch+json', body)
}
