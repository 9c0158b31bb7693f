// The rules for a replication controller. Upstream: ValidateReplicationController* in pkg/apis/core/validation/validation.go,
// ValidateUpdate in pkg/registry/core/replicationcontroller/strategy.go.
import type { ReplicationController } from '../../../../generated/api/core.v1.ts'
import { matchesSet } from '../../../../model/labels.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext } from '../../contract.ts'
import { templateOptions, validateRunningTemplate } from '../../lib/pod-template/template.ts'
import { validateCoreObjectMetaUpdate, validateNonnegativeField } from '../../lib/validation/metadata.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { validateAtMost, validateCounters } from '../../lib/workload/counters.ts'
import { SELECTOR, SPEC, TEMPLATE } from '../../lib/workload/selector.ts'

const NON_CONVERTIBLE = 'non-convertible.kubernetes.io'

/** ValidateReplicationControllerSpec; `old` is the stored object on update. */
export function validateControllerSpec(
  { spec }: ReplicationController,
  errors: FieldErrors,
  context: KindContext,
  old?: ReplicationController,
): void {
  const { selector = {}, template } = spec
  const isEmpty = Object.keys(selector).length === 0
  validateNonnegativeField(spec.minReadySeconds ?? 0, SPEC.child('minReadySeconds'), errors)
  if (isEmpty) errors.required(SELECTOR)
  if (spec.replicas === undefined) errors.required(SPEC.child('replicas'))
  else validateNonnegativeField(spec.replicas, SPEC.child('replicas'), errors)
  if (template === undefined) {
    errors.required(TEMPLATE)
    return
  }
  const selected = isEmpty || matchesSet(selector, template.metadata.labels)
  const rule = { owner: 'ReplicationController', selected }
  validateRunningTemplate(template, rule, TEMPLATE, errors, templateOptions(context, old?.spec.template))
}

/** What another version could not express may not be changed through this one. */
export function validateNonConvertibleFields(
  { spec }: ReplicationController,
  old: ReplicationController,
  errors: FieldErrors,
): void {
  for (const [key, value] of Object.entries(old.metadata.annotations ?? {})) {
    if (!key.startsWith(NON_CONVERTIBLE)) continue
    const [, field, ...more] = key.split('/')
    if (field === undefined || more.length > 0) continue
    if (!field.includes('selector')) errors.notFound(field, value, 'unknown non-convertible field')
    else if (!semanticEqual(spec.selector, old.spec.selector)) {
      errors.invalid(SELECTOR, spec.selector, 'cannot update non-convertible selector')
    }
  }
}

const COUNTERS = [
  'replicas',
  'fullyLabeledReplicas',
  'readyReplicas',
  'availableReplicas',
  'observedGeneration',
] as const
const PARTS = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const

/** ValidateReplicationControllerStatusUpdate. */
export function validateControllerStatus(
  { metadata, status }: ReplicationController,
  old: ReplicationController,
  errors: FieldErrors,
): void {
  validateCoreObjectMetaUpdate(metadata, old.metadata, errors)
  validateCounters(status, COUNTERS, errors)
  validateAtMost(status, PARTS, status.replicas, 'status.replicas', errors)
  validateAtMost(status, ['availableReplicas'], status.readyReplicas ?? 0, 'readyReplicas', errors)
}
