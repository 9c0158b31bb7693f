// What a stored pod spec already says may stay, though it would be refused in a new one.
// Upstream: pkg/api/pod/util.go (the parts of GetValidationOptionsFromPodSpecAndMeta that look at the old spec).
import type { PodAffinityTerm, PodSpec } from '../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateLabelSelector } from '../validation/labels.ts'
import { isValidLabelValue } from '../validation/names.ts'
import { isHugePageResourceName } from '../validation/resource-names.ts'
import { isDeletionCost } from './deletion-cost.ts'
import type { PodValidationOptions, StoredPod } from './options.ts'
import { hugePagesDivide } from './resource-names.ts'
import { validateLegacyMatchLabelKeys, validateMatchLabelKeys } from './scheduling/label-keys.ts'
import { hostSysctlProblem } from './security/sysctls.ts'
import { isSidecar, someContainer } from './visit.ts'
import { localPathProblems } from './volumes/paths.ts'

const NOWHERE = Path.of('')

/** The options of an update: those of a create, relaxed where the stored spec was already looser. */
export function relaxForStored(options: PodValidationOptions, stored: StoredPod): PodValidationOptions {
  const { spec } = stored
  return {
    ...options,
    allowInvalidPodDeletionCost: options.allowInvalidPodDeletionCost || !isDeletionCost(stored.annotations),
    allowInvalidLabelValueInSelector: affinityTerms(spec).some(hasInvalidSelector),
    allowInvalidLabelValueInRequiredNodeAffinity: hasInvalidNodeAffinityValue(spec),
    allowInvalidTopologySpreadConstraintLabelSelector: (spec.topologySpreadConstraints ?? []).some((constraint) =>
      fails((errors) => validateLabelSelector(constraint.labelSelector, NOWHERE, errors)),
    ),
    allowIndivisibleHugePagesValues: usesIndivisibleHugePages(spec),
    allowNonLocalProjectedTokenPath: hasNonLocalTokenPath(spec),
    allowNamespacedSysctlsForHostNetAndHostIPC: (spec.securityContext?.sysctls ?? []).some(
      (sysctl) => hostSysctlProblem(sysctl.name, spec) !== undefined,
    ),
    allowRelaxedDNSSearchValidation:
      options.allowRelaxedDNSSearchValidation ||
      (spec.dnsConfig?.searches ?? []).some((search) => search === '.' || search.includes('_')),
    allowPodLifecycleSleepActionZeroValue: options.allowPodLifecycleSleepActionZeroValue || sleepsForZero(spec),
    allowOnlyRecursiveSELinuxChangePolicy:
      options.allowOnlyRecursiveSELinuxChangePolicy && spec.securityContext?.seLinuxChangePolicy === undefined,
    allowSidecarResizePolicy:
      options.allowSidecarResizePolicy ||
      (spec.initContainers ?? []).some((container) => isSidecar(container) && container.resizePolicy !== undefined),
    ...matchLabelKeysOptions(options, spec),
    ...containerOptions(options, spec),
    allowUserNamespacesWithVolumeDevices:
      spec.hostUsers === false && someContainer(spec, (container) => container.volumeDevices !== undefined),
    allowTaintTolerationComparisonOperators:
      options.allowTaintTolerationComparisonOperators ||
      (spec.tolerations ?? []).some(({ operator }) => operator === 'Lt' || operator === 'Gt'),
    allowUserNamespacesHostNetworkSupport:
      options.allowUserNamespacesHostNetworkSupport || (spec.hostNetwork === true && spec.hostUsers === false),
  }
}

function matchLabelKeysOptions(options: PodValidationOptions, spec: PodSpec): Partial<PodValidationOptions> {
  if (!options.allowMatchLabelKeysInPodTopologySpread) return {}
  const constraints = spec.topologySpreadConstraints ?? []
  if (options.allowMatchLabelKeysInPodTopologySpreadSelectorMerge) {
    const violates = constraints.some(({ matchLabelKeys, labelSelector }) =>
      fails((errors) => validateMatchLabelKeys(NOWHERE, matchLabelKeys, undefined, labelSelector, errors)),
    )
    return { oldPodViolatesMatchLabelKeysValidation: violates }
  }
  const violates = constraints.some(({ matchLabelKeys, labelSelector }) =>
    fails((errors) => validateLegacyMatchLabelKeys(NOWHERE, matchLabelKeys, labelSelector, errors)),
  )
  return { oldPodViolatesLegacyMatchLabelKeysValidation: violates }
}

function containerOptions(options: PodValidationOptions, spec: PodSpec): Partial<PodValidationOptions> {
  const inits = spec.initContainers ?? []
  const mains = spec.containers ?? []
  const rulesInUse =
    inits.some(
      ({ restartPolicy, restartPolicyRules }) =>
        (restartPolicy !== undefined && restartPolicy !== 'Always') || restartPolicyRules !== undefined,
    ) || mains.some(({ restartPolicy }) => restartPolicy !== undefined)
  const restartsAll =
    [...mains, ...inits].some((container) =>
      container.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
    ) || inits.some((container) => isSidecar(container) && container.restartPolicyRules !== undefined)
  return {
    allowEnvFilesValidation:
      options.allowEnvFilesValidation ||
      someContainer(spec, ({ env = [] }) => env.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined)),
    allowContainerRestartPolicyRules: options.allowContainerRestartPolicyRules || rulesInUse,
    allowRestartAllContainers: options.allowRestartAllContainers || restartsAll,
    allowExistingRestartContainerForNonSidecarInitContainer: inits.some(
      (container) =>
        !isSidecar(container) &&
        container.resizePolicy?.some(({ restartPolicy }) => restartPolicy === 'RestartContainer'),
    ),
  }
}

function fails(rule: (errors: FieldErrors) => void): boolean {
  const errors = new FieldErrors()
  rule(errors)
  return errors.length > 0
}

function affinityTerms({ affinity }: PodSpec): readonly PodAffinityTerm[] {
  const terms: PodAffinityTerm[] = []
  for (const side of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    terms.push(...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []))
    for (const { podAffinityTerm } of side?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
      terms.push(podAffinityTerm)
    }
  }
  return terms
}

const hasInvalidSelector = (term: PodAffinityTerm): boolean =>
  fails((errors) => {
    validateLabelSelector(term.labelSelector, NOWHERE, errors)
    validateLabelSelector(term.namespaceSelector, NOWHERE, errors)
  })

function hasInvalidNodeAffinityValue({ affinity }: PodSpec): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  return terms.some((term) =>
    term.matchExpressions?.some(({ values }) => values?.some((value) => isValidLabelValue(value).length > 0)),
  )
}

function usesIndivisibleHugePages(spec: PodSpec): boolean {
  const bad = (list: Readonly<Record<string, string>> | undefined): boolean =>
    list !== undefined &&
    Object.entries(list).some(([name, text]) => isHugePageResourceName(name) && !hugePagesDivide(name, text))
  return someContainer(spec, ({ resources }) => bad(resources.limits) || bad(resources.requests)) || bad(spec.overhead)
}

function hasNonLocalTokenPath(spec: PodSpec): boolean {
  return (spec.volumes ?? []).some((volume) =>
    volume.projected?.sources?.some(
      ({ serviceAccountToken }) =>
        serviceAccountToken !== undefined && localPathProblems(serviceAccountToken.path).length > 0,
    ),
  )
}

function sleepsForZero(spec: PodSpec): boolean {
  return someContainer(
    spec,
    ({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds === 0 || lifecycle?.postStart?.sleep?.seconds === 0,
  )
}
