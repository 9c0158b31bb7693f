// Fields a door of a kind puts back to what they were, so that writing through it never owns them.
// Nearly all kinds with a status: the main door resets `status`, the status door `spec`. The others are named here.
// Upstream: GetResetFields in pkg/registry/<group>/<kind>/strategy.go.
import type { ResourceInfo } from '../types.ts'
import { type FieldTree, LEAF } from './field-set.ts'

const STATUS: FieldTree = { 'f:status': LEAF }
const SPEC: FieldTree = { 'f:spec': LEAF }
const METADATA_AND_SPEC: FieldTree = { 'f:metadata': LEAF, 'f:spec': LEAF }

const statusDoors: Readonly<Record<string, FieldTree>> = {
  'validatingadmissionpolicies.admissionregistration.k8s.io': METADATA_AND_SPEC,
  'deployments.apps': { 'f:metadata': { 'f:labels': LEAF }, 'f:spec': LEAF },
  'certificatesigningrequests.certificates.k8s.io': { 'f:spec': LEAF, 'f:status': { 'f:conditions': LEAF } },
  pods: { 'f:metadata': { 'f:deletionTimestamp': LEAF, 'f:ownerReferences': LEAF }, 'f:spec': LEAF },
  'flowschemas.flowcontrol.apiserver.k8s.io': METADATA_AND_SPEC,
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': METADATA_AND_SPEC,
  'servicecidrs.networking.k8s.io': METADATA_AND_SPEC,
  'resourceclaims.resource.k8s.io': METADATA_AND_SPEC,
  'volumeattachments.storage.k8s.io': METADATA_AND_SPEC,
  'customresourcedefinitions.apiextensions.k8s.io': METADATA_AND_SPEC,
  'apiservices.apiregistration.k8s.io': METADATA_AND_SPEC,
}

const mainDoors: Readonly<Record<string, FieldTree>> = {
  'certificatesigningrequests.certificates.k8s.io': { 'f:spec': LEAF, 'f:status': LEAF },
}

const otherDoors: Readonly<Record<string, FieldTree>> = {
  'namespaces/finalize': STATUS,
  'certificatesigningrequests.certificates.k8s.io/approval': { 'f:spec': LEAF, 'f:status': { 'f:certificate': LEAF } },
}

/** What writing through this door resets; undefined when nothing. */
export function resetFields({ key, subresources }: ResourceInfo, subresource: string): FieldTree | undefined {
  if (subresource === '') return subresources.has('status') ? (mainDoors[key] ?? STATUS) : undefined
  if (subresource === 'status') return statusDoors[key] ?? SPEC
  return otherDoors[`${key}/${subresource}`]
}
