// The rules for a PodSpec, in a Pod or in a template, in upstream's order.
// Upstream: pkg/apis/core/validation/validation.go (ValidatePodSpec, ValidatePodTemplateSpec).
import type { PodSpec, PodTemplateSpec } from '../../../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../../../generated/api/meta.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateAnnotations, validateLabels } from '../validation/labels.ts'
import { inclusiveRangeError, isDNS1123Label, isDNS1123Subdomain, isQualifiedName } from '../validation/names.ts'
import { MIRROR_POD_ANNOTATION, validatePodAnnotations } from './annotations.ts'
import { type ContainerContext, validateContainers, validateInitContainers } from './containers/containers.ts'
import { validateEphemeralContainers } from './containers/ephemeral-containers.ts'
import { validateDNSConfig, validateDNSPolicy, validateHostAliases, validateHostnameOverride } from './dns.ts'
import { validateHostNetworkPorts, validateHostUsers } from './host-namespaces.ts'
import type { PodValidationOptions } from './options.ts'
import { validateOS } from './os.ts'
import { validatePodResources } from './pod-resources.ts'
import { claimNames, validateResourceClaims } from './resource-claims.ts'
import { validateContainerResources } from './resources.ts'
import { validateAffinity } from './scheduling/affinity.ts'
import { validateTolerations } from './scheduling/tolerations.ts'
import { validateTopologySpreadConstraints } from './scheduling/topology-spread.ts'
import { validateProfilesMatch } from './security/profiles.ts'
import { validatePodSecurityContext } from './security/security-context.ts'
import { validateHostProcess } from './security/windows-options.ts'
import { visitContainersWithPath } from './visit.ts'
import { validateVolumes } from './volumes/volumes.ts'

const MAX_INT32 = 2147483647
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never']
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never']
const NO_CLAIMS: ReadonlySet<string> = new Set()

/** The paths most pods need, made once. */
interface SpecPaths {
  readonly spec: Path
  readonly volumes: Path
  readonly containers: Path
}

const pathsOf = (spec: Path): SpecPaths => ({
  spec,
  volumes: spec.child('volumes'),
  containers: spec.child('containers'),
})

/** `spec`, where a Pod has it. */
export const POD_SPEC_PATH = Path.of('spec')
const POD_PATHS = pathsOf(POD_SPEC_PATH)

/** A pod spec at `specPath`; `meta` only for a real pod. */
export function validatePodSpec(
  spec: PodSpec,
  meta: ObjectMeta | undefined,
  specPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const paths = specPath === POD_SPEC_PATH ? POD_PATHS : pathsOf(specPath)
  const gracePeriod = spec.terminationGracePeriodSeconds
  if (gracePeriod === undefined) errors.required(specPath.child('terminationGracePeriodSeconds'))
  const volumes = validateVolumes(spec.volumes, meta?.name, paths.volumes, errors, options)
  if (spec.resourceClaims) {
    const isMirror = meta?.annotations !== undefined && MIRROR_POD_ANNOTATION in meta.annotations
    validateResourceClaims(spec.resourceClaims, isMirror, specPath.child('resourceClaims'), errors)
  }
  const hostUsers = spec.hostUsers !== false
  const names = claimNames(spec.resourceClaims)
  validateAllContainers(spec, paths, errors, { spec, volumes, claimNames: names, options, hostUsers, gracePeriod })
  if (options.podLevelResourcesEnabled) validatePodResources(spec, names, specPath, errors, options)
  validateHostNetworkPorts(spec, paths.containers, errors, options)
  validatePlacementAndSecurity(spec, specPath, errors, options)
  validateNames(spec, specPath, errors)
  validateRest(spec, specPath, errors, options)
}

function validateAllContainers(spec: PodSpec, paths: SpecPaths, errors: FieldErrors, context: ContainerContext): void {
  validateContainers(spec.containers ?? [], paths.containers, errors, context)
  if (spec.initContainers) {
    validateInitContainers(spec.initContainers, paths.spec.child('initContainers'), errors, context)
  }
  if (spec.ephemeralContainers) {
    validateEphemeralContainers(spec.ephemeralContainers, paths.spec.child('ephemeralContainers'), errors, context)
  }
}

/** From restartPolicy to hostnameOverride. */
function validatePlacementAndSecurity(
  spec: PodSpec,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const { restartPolicy } = spec
  if (!restartPolicy) errors.required(path.child('restartPolicy'))
  else if (!RESTART_POLICIES.includes(restartPolicy)) {
    errors.notSupported(path.child('restartPolicy'), restartPolicy, RESTART_POLICIES)
  }
  validateDNSPolicy(spec.dnsPolicy, path.child('dnsPolicy'), errors)
  if (spec.nodeSelector) validateLabels(spec.nodeSelector, path.child('nodeSelector'), errors)
  validatePodSecurityContext(spec, path.child('securityContext'), errors, options)
  if (spec.affinity) validateAffinity(spec.affinity, path.child('affinity'), errors, options)
  validateDNSConfig(spec, path.child('dnsConfig'), errors, options)
  for (const [i, { conditionType }] of (spec.readinessGates ?? []).entries()) {
    const place = path.child('readinessGates').index(i).child('conditionType')
    errors.invalidAll(place, conditionType, isQualifiedName(conditionType))
  }
  if (spec.schedulingGates) validateSchedulingGates(spec.schedulingGates, path.child('schedulingGates'), errors)
  if (spec.topologySpreadConstraints) {
    const place = path.child('topologySpreadConstraints')
    validateTopologySpreadConstraints(spec.topologySpreadConstraints, place, errors, options)
  }
  validateHostProcess(spec, path, errors)
  validateHostUsers(spec, path, errors, options)
  validateHostnameOverride(spec, path, errors)
}

function validateSchedulingGates(gates: readonly { name: string }[], path: Path, errors: FieldErrors): void {
  const seen = new Set<string>()
  for (const [i, { name }] of gates.entries()) {
    errors.invalidAll(path.index(i), name, isQualifiedName(name))
    if (seen.has(name)) errors.duplicate(path.index(i), name)
    seen.add(name)
  }
}

function validateNames(spec: PodSpec, path: Path, errors: FieldErrors): void {
  const { serviceAccountName, nodeName, activeDeadlineSeconds, hostname, subdomain } = spec
  if (serviceAccountName) {
    errors.invalidAll(path.child('serviceAccountName'), serviceAccountName, isDNS1123Subdomain(serviceAccountName))
  }
  if (nodeName) errors.invalidAll(path.child('nodeName'), nodeName, isDNS1123Subdomain(nodeName))
  if (activeDeadlineSeconds !== undefined && (activeDeadlineSeconds < 1 || activeDeadlineSeconds > MAX_INT32)) {
    const detail = inclusiveRangeError(1, MAX_INT32)
    errors.invalid(path.child('activeDeadlineSeconds'), activeDeadlineSeconds, detail)
  }
  if (hostname) errors.invalidAll(path.child('hostname'), hostname, isDNS1123Label(hostname))
  if (subdomain) errors.invalidAll(path.child('subdomain'), subdomain, isDNS1123Label(subdomain))
}

/** From tolerations to the volumes that environment variables read files of. */
function validateRest(spec: PodSpec, path: Path, errors: FieldErrors, options: PodValidationOptions): void {
  if (spec.tolerations) validateTolerations(spec.tolerations, path.child('tolerations'), errors, options)
  if (spec.hostAliases) validateHostAliases(spec.hostAliases, path.child('hostAliases'), errors, options)
  for (const field of ['priorityClassName', 'runtimeClassName'] as const) {
    const name = spec[field]
    if (name === undefined || (field === 'priorityClassName' && name === '')) continue
    errors.invalidAll(path.child(field), name, isDNS1123Subdomain(name))
  }
  const preemption = spec.preemptionPolicy
  if (preemption === '') errors.required(path.child('preemptionPolicy'))
  else if (preemption !== undefined && !PREEMPTION_POLICIES.includes(preemption)) {
    errors.notSupported(path.child('preemptionPolicy'), preemption, PREEMPTION_POLICIES)
  }
  if (spec.overhead) {
    validateContainerResources({ limits: spec.overhead }, NO_CLAIMS, path.child('overhead'), errors, options)
  }
  validateOS(spec, path, errors)
  if (spec.schedulingGroup) {
    const { podGroupName } = spec.schedulingGroup
    const place = path.child('schedulingGroup', 'podGroupName')
    if (podGroupName === undefined) errors.invalid(place, undefined, 'must specify one of: `podGroupName`')
    else errors.invalidAll(place, podGroupName, isDNS1123Subdomain(podGroupName))
  }
  validateFileKeyRefVolumes(spec, path, errors)
}

/** A file that holds a variable's value must be in an emptyDir. */
function validateFileKeyRefVolumes(spec: PodSpec, specPath: Path, errors: FieldErrors): void {
  visitContainersWithPath(spec, specPath, ({ env }, path) => {
    if (env === undefined) return
    for (const [j, { valueFrom }] of env.entries()) {
      const name = valueFrom?.fileKeyRef?.volumeName
      if (name === undefined) continue
      const place = path.child('env').index(j).child('valueFrom', 'fileKeyRef', 'volumeName')
      const volume = spec.volumes?.findLast((candidate) => candidate.name === name)
      if (volume === undefined) errors.notFound(place, name)
      else if (volume.emptyDir === undefined) {
        errors.invalid(place, name, 'referenced volume must be of type emptyDir')
      }
    }
  })
}

/** A pod template at `path`, as every workload has one. */
export function validatePodTemplateSpec(
  template: PodTemplateSpec,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const { metadata, spec } = template
  const specPath = path.child('spec')
  if (metadata?.labels) validateLabels(metadata.labels, path.child('labels'), errors)
  if (metadata?.annotations) {
    validateAnnotations(metadata.annotations, path.child('annotations'), errors)
    validatePodAnnotations(metadata.annotations, spec, path.child('annotations'), errors, options)
  }
  validatePodSpec(spec, undefined, specPath, errors, options)
  validateProfilesMatch(metadata?.annotations, spec, specPath, errors)
  if (spec.ephemeralContainers) {
    errors.forbidden(specPath.child('ephemeralContainers'), 'ephemeral containers not allowed in pod template')
  }
}
