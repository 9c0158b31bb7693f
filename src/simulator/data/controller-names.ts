// The controllers of kube-controller-manager in the order it starts them, under upstream's names. Names without a folder under
// controllers/ do nothing here: `notSimulatedControllers` lists them. Upstream starts none of those by default: they wait for a
// feature gate, a cloud with routes, or to be asked for by name.
// Upstream: cmd/kube-controller-manager/names/controller_names.go, app/controllermanager.go.
import { registry } from '../../generated/registry/controllers.ts'

/** Every controller, in order. */
export const controllerNames: readonly string[] = [
  'serviceaccount-token-controller',
  'endpoints-controller',
  'endpointslice-controller',
  'endpointslice-mirroring-controller',
  'replicationcontroller-controller',
  'pod-garbage-collector-controller',
  'resourcequota-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'garbage-collector-controller',
  'daemonset-controller',
  'job-controller',
  'deployment-controller',
  'replicaset-controller',
  'horizontal-pod-autoscaler-controller',
  'disruption-controller',
  'statefulset-controller',
  'cronjob-controller',
  'certificatesigningrequest-signing-controller',
  'certificatesigningrequest-approving-controller',
  'certificatesigningrequest-cleaner-controller',
  'podcertificaterequest-cleaner-controller',
  'ttl-controller',
  'bootstrap-signer-controller',
  'token-cleaner-controller',
  'node-ipam-controller',
  'node-lifecycle-controller',
  'service-lb-controller',
  'node-route-controller',
  'cloud-node-lifecycle-controller',
  'persistentvolume-binder-controller',
  'persistentvolume-attach-detach-controller',
  'persistentvolume-expander-controller',
  'clusterrole-aggregation-controller',
  'persistentvolumeclaim-protection-controller',
  'persistentvolume-protection-controller',
  'volumeattributesclass-protection-controller',
  'ttl-after-finished-controller',
  'root-ca-certificate-publisher-controller',
  'kube-apiserver-serving-clustertrustbundle-publisher-controller',
  'ephemeral-volume-controller',
  'storageversion-garbage-collector-controller',
  'resourceclaim-controller',
  'device-taint-eviction-controller',
  'legacy-serviceaccount-token-cleaner-controller',
  'validatingadmissionpolicy-status-controller',
  'taint-eviction-controller',
  'service-cidr-controller',
  'storage-version-migrator-controller',
  'selinux-warning-controller',
  'resource-pool-status-request-controller',
]

/** Those of cloud-controller-manager, which run where there is a cloud. Upstream: k8s.io/cloud-provider/names/controller_names.go. */
export const cloudControllerNames: readonly string[] = [
  'cloud-node-controller',
  'service-lb-controller',
  'node-route-controller',
  'cloud-node-lifecycle-controller',
]

/** Upstream controllers this project does not act out. */
export function notSimulatedControllers(): readonly string[] {
  return controllerNames.filter((name) => !registry.has(name))
}
