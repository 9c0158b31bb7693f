// The Go structs that are embedded in others: their fields stand beside the others in JSON, but are a message of their own in
// protobuf, under this number. TypeMeta is embedded too and in no message: the envelope carries it.
// Upstream: the `protobuf` tags of the `json:",inline"` fields in k8s.io/api's types.go.

/** By type, then by the embedded structs' path as data/go-types.json has it. */
export const EMBEDDED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'admissionregistration.v1.NamedRuleWithOperations': { RuleWithOperations: 2, 'RuleWithOperations.Rule': 2 },
  'admissionregistration.v1.RuleWithOperations': { Rule: 2 },
  'core.v1.ConfigMapEnvSource': { LocalObjectReference: 1 },
  'core.v1.ConfigMapKeySelector': { LocalObjectReference: 1 },
  'core.v1.ConfigMapProjection': { LocalObjectReference: 1 },
  'core.v1.ConfigMapVolumeSource': { LocalObjectReference: 1 },
  'core.v1.EphemeralContainer': { EphemeralContainerCommon: 1 },
  'core.v1.PersistentVolumeSpec': { PersistentVolumeSource: 2 },
  'core.v1.Probe': { ProbeHandler: 1 },
  'core.v1.SecretEnvSource': { LocalObjectReference: 1 },
  'core.v1.SecretKeySelector': { LocalObjectReference: 1 },
  'core.v1.SecretProjection': { LocalObjectReference: 1 },
  'core.v1.Volume': { VolumeSource: 2 },
  'networking.v1.IngressRule': { IngressRuleValue: 2 },
  'resource.v1.DeviceAllocationConfiguration': { DeviceConfiguration: 3 },
  'resource.v1.DeviceClaimConfiguration': { DeviceConfiguration: 2 },
  'resource.v1.DeviceClassConfiguration': { DeviceConfiguration: 1 },
}
