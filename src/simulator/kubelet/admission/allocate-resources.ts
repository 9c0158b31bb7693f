// Gives the pod what it needs for itself: CPUs, memory, devices, near each other where that is asked for.
// Upstream: GetAllocateResourcesPodAdmitHandler in pkg/kubelet/cm/container_manager.go.
import type { AdmitHandler } from './contract.ts'

/** The topology manager's word. */
export const handler: AdmitHandler = {
  admit: ({ pod, node }) => node.containerManager.admit(pod),
}
