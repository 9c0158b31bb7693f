// Pods that need AppArmor where there is none. Upstream: appArmorAdmitHandler in pkg/kubelet/lifecycle/handlers.go.
import { needsAppArmor } from '../security-profiles.ts'
import type { AdmitHandler } from './contract.ts'

/** Asked of pods that do not run yet. */
export const handler: AdmitHandler = {
  admit({ pod, node }) {
    if (node.appArmor.enabled || (pod.status.phase ?? 'Pending') !== 'Pending' || !needsAppArmor(pod)) return undefined
    return { reason: 'AppArmor', message: 'Cannot enforce AppArmor: AppArmor is not enabled on the host' }
  },
}
