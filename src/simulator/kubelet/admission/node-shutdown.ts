// A node that shuts down takes no more pods. Upstream: Admit in pkg/kubelet/nodeshutdown/nodeshutdown_manager_linux.go.
import type { AdmitHandler } from './contract.ts'

/** Asks whether the node shuts down. */
export const handler: AdmitHandler = {
  admit: ({ node }) =>
    node.shuttingDown()
      ? { reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' }
      : undefined,
}
