// What a pod spec may say depends on the feature gates and, on update, on what the stored spec already says.
// Upstream: pkg/api/pod/util.go (GetValidationOptionsFromPodSpecAndMeta).
import type { PodSpec } from '../../../../generated/api/core.v1.ts'
import type { FeatureGates } from '../../../api/types.ts'
import { relaxForStored } from './options-stored.ts'

/** The switches of pod validation, named as upstream's PodValidationOptions. */
export interface PodValidationOptions {
  readonly resourceIsPod: boolean
  readonly strictIPs: boolean
  readonly allowInvalidPodDeletionCost: boolean
  readonly allowInvalidLabelValueInSelector: boolean
  readonly allowInvalidLabelValueInRequiredNodeAffinity: boolean
  readonly allowInvalidTopologySpreadConstraintLabelSelector: boolean
  readonly allowIndivisibleHugePagesValues: boolean
  readonly allowNonLocalProjectedTokenPath: boolean
  readonly allowNamespacedSysctlsForHostNetAndHostIPC: boolean
  readonly allowRelaxedEnvironmentVariableValidation: boolean
  readonly allowRelaxedDNSSearchValidation: boolean
  readonly allowPodLifecycleSleepActionZeroValue: boolean
  readonly allowOnlyRecursiveSELinuxChangePolicy: boolean
  readonly podLevelResourcesEnabled: boolean
  readonly inPlacePodLevelResourcesVerticalScalingEnabled: boolean
  readonly inPlaceInitContainers: boolean
  readonly allowSidecarResizePolicy: boolean
  readonly allowMatchLabelKeysInPodTopologySpread: boolean
  readonly allowMatchLabelKeysInPodTopologySpreadSelectorMerge: boolean
  readonly oldPodViolatesMatchLabelKeysValidation: boolean
  readonly oldPodViolatesLegacyMatchLabelKeysValidation: boolean
  readonly allowEnvFilesValidation: boolean
  readonly allowContainerRestartPolicyRules: boolean
  readonly allowExistingRestartContainerForNonSidecarInitContainer: boolean
  readonly allowUserNamespacesWithVolumeDevices: boolean
  readonly allowTaintTolerationComparisonOperators: boolean
  readonly allowUserNamespacesHostNetworkSupport: boolean
  readonly allowRestartAllContainers: boolean
  readonly allowImageVolumeWithDigest: boolean
  readonly clearingNominatedNodeNameAfterBinding: boolean
}

/** What of the stored object decides: its pod spec and, for the deletion cost, its annotations. */
export interface StoredPod {
  readonly spec: PodSpec
  readonly annotations: Readonly<Record<string, string>> | undefined
}

const forPods = new WeakMap<FeatureGates, PodValidationOptions>()
const forTemplates = new WeakMap<FeatureGates, PodValidationOptions>()

/** The options for a Pod (`resourceIsPod`) or a pod template; `stored` on update. */
export function podValidationOptions(
  gates: FeatureGates,
  resourceIsPod: boolean,
  stored?: StoredPod,
): PodValidationOptions {
  const known = resourceIsPod ? forPods : forTemplates
  let options = known.get(gates)
  if (options === undefined) {
    options = fromGates(gates, resourceIsPod)
    known.set(gates, options)
  }
  return stored === undefined ? options : relaxForStored(options, stored)
}

function fromGates(gates: FeatureGates, resourceIsPod: boolean): PodValidationOptions {
  const on = (name: string): boolean => gates.enabled(name)
  return {
    resourceIsPod,
    strictIPs: on('StrictIPCIDRValidation'),
    allowInvalidPodDeletionCost: !on('PodDeletionCost'),
    allowInvalidLabelValueInSelector: false,
    allowInvalidLabelValueInRequiredNodeAffinity: false,
    allowInvalidTopologySpreadConstraintLabelSelector: false,
    allowIndivisibleHugePagesValues: false,
    allowNonLocalProjectedTokenPath: false,
    allowNamespacedSysctlsForHostNetAndHostIPC: false,
    allowRelaxedEnvironmentVariableValidation: on('RelaxedEnvironmentVariableValidation'),
    allowRelaxedDNSSearchValidation: on('RelaxedDNSSearchValidation'),
    allowPodLifecycleSleepActionZeroValue: on('PodLifecycleSleepActionAllowZero'),
    allowOnlyRecursiveSELinuxChangePolicy: !on('SELinuxMount'),
    podLevelResourcesEnabled: on('PodLevelResources'),
    inPlacePodLevelResourcesVerticalScalingEnabled: on('InPlacePodLevelResourcesVerticalScaling'),
    inPlaceInitContainers: on('InPlacePodVerticalScalingInitContainers'),
    allowSidecarResizePolicy: on('InPlacePodVerticalScaling'),
    allowMatchLabelKeysInPodTopologySpread: on('MatchLabelKeysInPodTopologySpread'),
    allowMatchLabelKeysInPodTopologySpreadSelectorMerge: on('MatchLabelKeysInPodTopologySpreadSelectorMerge'),
    oldPodViolatesMatchLabelKeysValidation: false,
    oldPodViolatesLegacyMatchLabelKeysValidation: false,
    allowEnvFilesValidation: on('EnvFiles'),
    allowContainerRestartPolicyRules: on('ContainerRestartRules'),
    allowExistingRestartContainerForNonSidecarInitContainer: false,
    allowUserNamespacesWithVolumeDevices: false,
    allowTaintTolerationComparisonOperators: on('TaintTolerationComparisonOperators'),
    allowUserNamespacesHostNetworkSupport: on('UserNamespacesHostNetworkSupport'),
    allowRestartAllContainers: on('RestartAllContainersOnContainerExits'),
    allowImageVolumeWithDigest: on('ImageVolumeWithDigest'),
    clearingNominatedNodeNameAfterBinding: on('ClearingNominatedNodeNameAfterBinding'),
  }
}
