// Who is asked whether a kubelet takes a pod, in this order: the first refusal counts. Each names its file under
// kubelet/admission; one without a file refuses nobody. Upstream: NewMainKubelet in pkg/kubelet/kubelet.go.

/** Upstream's handlers of a pod's addition, with the file that acts for each. */
export const kubeletAdmissionOrder = [
  { upstream: 'pkg/kubelet/eviction', file: 'eviction' },
  { upstream: 'pkg/kubelet/sysctl', file: 'sysctl-allowlist' },
  { upstream: 'pkg/kubelet/cm/topologymanager', file: 'allocate-resources' },
  { upstream: 'predicateAdmitHandler', file: 'predicate' },
  { upstream: 'appArmorAdmitHandler', file: 'app-armor' },
  { upstream: 'podFeaturesAdmitHandler', file: 'pod-features' },
  { upstream: 'declaredFeaturesAdmitHandler', file: 'declared-features' },
  { upstream: 'pkg/kubelet/nodeshutdown', file: 'node-shutdown' },
] as const
