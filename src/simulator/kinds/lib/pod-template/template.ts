// What every kind that holds a pod template does with it: options, disabled fields, warnings, cells of its containers.
// Upstream: pkg/api/pod/{util,warnings}.go (the functions for pod templates), layoutContainerCells in the printers.

import type { PodTemplateSpec } from '../../../../generated/api/core.v1.ts'
import { givenOf } from '../../../../model/given-empty.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { KindContext } from '../../contract.ts'
import { dropDisabledFields } from '../pod-spec/disabled-fields.ts'
import { type PodValidationOptions, podValidationOptions } from '../pod-spec/options.ts'
import { validatePodTemplateSpec } from '../pod-spec/validate.ts'
import { podSpecWarnings } from '../pod-spec/warnings.ts'
import { isDNS1123Label } from '../validation/names.ts'

/** The options for judging a template; `old` is the stored one on update. */
export const templateOptions = ({ gates }: KindContext, old?: PodTemplateSpec): PodValidationOptions =>
  podValidationOptions(gates, false, old && { spec: old.spec, annotations: old.metadata.annotations })

/** DropDisabledTemplateFields. */
export const dropTemplateFields = (template: PodTemplateSpec, { gates }: KindContext, old?: PodTemplateSpec): void =>
  dropDisabledFields(template.spec, gates, old?.spec)

/** GetWarningsForPodTemplate. */
export const templateWarnings = (template: PodTemplateSpec, path: Path): readonly string[] =>
  podSpecWarnings(template.spec, template.metadata, path)

/** What is said of a name that pods inherit and that is no DNS label. */
export function podNameWarnings(name: string | undefined): readonly string[] {
  const problems = isDNS1123Label(name ?? '')
  if (problems.length === 0) return problems
  const reason = `a DNS label is recommended: [${problems.join(' ')}]`
  return [`metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; ${reason}`]
}

/** What a controller that keeps pods running asks of its template. */
export interface RunningTemplateRule {
  /** The kind as the refusal of a deadline names it. */
  readonly owner: string
  /** Whether the template's labels are selected; undefined where there is no selector to judge by. */
  readonly selected: boolean | undefined
}

/** ValidatePodTemplateSpecForReplicaSet and its twin for replication controllers. */
export function validateRunningTemplate(
  template: PodTemplateSpec,
  { owner, selected }: RunningTemplateRule,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (selected === false) validateSelected(template, path, errors)
  validatePodTemplateSpec(template, path, errors, options)
  validateAlwaysRestarted(template, owner, path, errors)
}

/** Says that the selector does not match the template's labels. */
export const validateSelected = (template: PodTemplateSpec, path: Path, errors: FieldErrors): void =>
  errors.invalid(
    path.child('metadata', 'labels'),
    givenOf(template.metadata, 'labels'),
    '`selector` does not match template `labels`',
  )

/** Pods that are kept running restart always and have no deadline. */
export function validateAlwaysRestarted(
  { spec }: PodTemplateSpec,
  owner: string,
  path: Path,
  errors: FieldErrors,
): void {
  if (spec.restartPolicy !== 'Always') {
    errors.notSupported(path.child('spec', 'restartPolicy'), spec.restartPolicy ?? '', ['Always'])
  }
  if (spec.activeDeadlineSeconds !== undefined) {
    const place = path.child('spec', 'activeDeadlineSeconds')
    errors.forbidden(place, `activeDeadlineSeconds in ${owner} is not Supported`)
  }
}

/** The names and images of a template's containers, as tables show them. */
export function containerCells(template: PodTemplateSpec | undefined): readonly [names: string, images: string] {
  const containers = template?.spec.containers ?? []
  return [containers.map(({ name }) => name).join(','), containers.map(({ image = '' }) => image).join(',')]
}
