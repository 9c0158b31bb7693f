// Refuses what the node's feature gates rule out. Upstream: podFeaturesAdmitHandler in pkg/kubelet/lifecycle/handlers.go,
// features_linux.go.
import { hasPodLevelResources } from '../../../model/pod-resources.ts'
import type { AdmitHandler } from './contract.ts'

/** Pod-level resources need their gate. */
export const handler: AdmitHandler = {
  admit({ pod, node }) {
    if (node.gates.enabled('PodLevelResources') || !hasPodLevelResources(pod)) return undefined
    return { reason: 'PodLevelResourcesNotSupported', message: 'PodLevelResources feature gate is disabled' }
  },
}
