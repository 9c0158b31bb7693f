// Refuses what needs a feature the node does not declare. Upstream: declaredFeaturesAdmitHandler in pkg/kubelet/lifecycle/handlers.go.
import { neededFeatures } from '../../../model/node-features.ts'
import type { AdmitHandler } from './contract.ts'

/** The features a pod's spec asks for. */
export const handler: AdmitHandler = {
  admit({ pod, node }) {
    if (!node.gates.enabled('NodeDeclaredFeatures')) return undefined
    const needed = neededFeatures(pod)
    if (needed.length === 0) return undefined
    const declared = node.node().status.declaredFeatures ?? []
    const missing = needed.filter((feature) => !declared.includes(feature))
    if (missing.length === 0) return undefined
    const message = `Pod requires node features that are not available: ${missing.join(', ')}`
    return { reason: 'PodFeatureUnsupported', message }
  },
}
