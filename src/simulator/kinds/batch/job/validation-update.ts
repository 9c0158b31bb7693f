// What an update may change in a job. Upstream: ValidateJobSpecUpdate in pkg/apis/batch/validation/validation.go.
import type { JobSpec } from '../../../../generated/api/batch.v1.ts'
import type { Container, PodSpec, PodTemplateSpec } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { internalFailurePolicy, internalSuccessPolicy, internalTemplate } from '../../lib/job/internal-form.ts'
import { internalPodSpec } from '../../lib/pod-spec/internal-form.ts'
import { FIELD_IMMUTABLE, validateImmutableField } from '../../lib/validation/metadata.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { SELECTOR, SPEC, TEMPLATE } from '../../lib/workload/selector.ts'
import { type JobOptions, validateWholeSpec } from './validation.ts'

/** The new spec, judged again and against the stored one. */
export function validateJobSpecUpdate(spec: JobSpec, old: JobSpec, errors: FieldErrors, options: JobOptions): void {
  validateWholeSpec(spec, errors, options.pod)
  validateCompletions(spec, old, SPEC.child('completions'), errors)
  validateImmutableField(spec.selector, old.selector, SELECTOR, errors)
  validateTemplate(spec, old, errors, options)
  validateImmutableField(spec.completionMode, old.completionMode, SPEC.child('completionMode'), errors)
  if (!semanticEqual(spec.podFailurePolicy, old.podFailurePolicy)) {
    const shown = spec.podFailurePolicy && internalFailurePolicy(spec.podFailurePolicy)
    errors.invalid(SPEC.child('podFailurePolicy'), shown, FIELD_IMMUTABLE)
  }
  const perIndex = SPEC.child('backoffLimitPerIndex')
  validateImmutableField(spec.backoffLimitPerIndex, old.backoffLimitPerIndex, perIndex, errors)
  validateImmutableField(spec.managedBy, old.managedBy, SPEC.child('managedBy'), errors)
  if (!semanticEqual(spec.successPolicy, old.successPolicy)) {
    const shown = spec.successPolicy && internalSuccessPolicy(spec.successPolicy)
    errors.invalid(SPEC.child('successPolicy'), shown, FIELD_IMMUTABLE)
  }
}

function validateCompletions(spec: JobSpec, old: JobSpec, path: Path, errors: FieldErrors): void {
  const { completions, parallelism } = spec
  if (spec.completionMode !== 'Indexed') {
    validateImmutableField(completions, old.completions, path, errors)
    return
  }
  if (completions === old.completions || completions === undefined || completions === parallelism) return
  errors.invalid(path, completions, 'can only be modified in tandem with spec.parallelism')
}

function validateTemplate(spec: JobSpec, old: JobSpec, errors: FieldErrors, options: JobOptions): void {
  const { template } = spec
  const before = options.mutableScheduling ? withSchedulingOf(old.template, template) : old.template
  if (old.suspend && options.mutableResources) {
    validateOnlyResources(template.spec, before.spec, errors)
    return
  }
  if (!semanticEqual(template, before)) errors.invalid(TEMPLATE, internalTemplate(template), FIELD_IMMUTABLE)
}

/** The stored template with what may change taken from the new one. */
function withSchedulingOf(old: PodTemplateSpec, template: PodTemplateSpec): PodTemplateSpec {
  const { nodeSelector, tolerations, schedulingGates } = template.spec
  const affinity = affinityToCompare(old.spec, template.spec)
  const { annotations, labels } = template.metadata
  return {
    metadata: { ...old.metadata, annotations, labels },
    spec: { ...old.spec, affinity, nodeSelector, tolerations, schedulingGates },
  }
}

/** Node affinity may change; the affinities between pods may not. */
function affinityToCompare(old: PodSpec, spec: PodSpec): PodSpec['affinity'] {
  if (spec.affinity !== undefined) return { ...old.affinity, nodeAffinity: spec.affinity.nodeAffinity }
  const { podAffinity, podAntiAffinity } = old.affinity ?? {}
  return podAffinity || podAntiAffinity ? { podAffinity, podAntiAffinity } : undefined
}

function validateOnlyResources(spec: PodSpec, old: PodSpec, errors: FieldErrors): void {
  const before = {
    ...old,
    containers: withResourcesOf(old.containers ?? [], spec.containers ?? []),
    initContainers: withResourcesOf(old.initContainers ?? [], spec.initContainers ?? []),
  }
  if (!semanticEqual(spec, before)) errors.invalid(TEMPLATE.child('spec'), internalPodSpec(spec), FIELD_IMMUTABLE)
}

function withResourcesOf(old: readonly Container[], containers: readonly Container[]): Container[] {
  if (old.length !== containers.length) return [...old]
  return old.map((container, i) => {
    const { name, resources } = containers[i]!
    return name === container.name ? { ...container, resources } : container
  })
}
