// ReplicaSet: as many pods as it says. Upstream: pkg/registry/apps/replicaset/strategy.go, ValidateReplicaSetSpec in
// pkg/apis/apps/validation/validation.go, printReplicaSet in pkg/printers/internalversion/printers.go.
import type { ReplicaSet } from '../../../../generated/api/apps.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { defaultPodTemplate } from '../../lib/pod-spec/defaults.ts'
import {
  containerCells,
  dropTemplateFields,
  podNameWarnings,
  templateOptions,
  templateWarnings,
  validateRunningTemplate,
} from '../../lib/pod-template/template.ts'
import {
  validateCoreObjectMetaUpdate,
  validateImmutableField,
  validateNonnegativeField,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { validateAtMost, validateCounters } from '../../lib/workload/counters.ts'
import {
  SELECTOR,
  SPEC,
  selectorCell,
  selectsTemplate,
  TEMPLATE,
  usableSelector,
  validateRequiredSelector,
} from '../../lib/workload/selector.ts'

function validateSpec({ spec }: ReplicaSet, errors: FieldErrors, context: KindContext, old?: ReplicaSet): void {
  validateNonnegativeField(spec.replicas ?? 0, SPEC.child('replicas'), errors)
  validateNonnegativeField(spec.minReadySeconds ?? 0, SPEC.child('minReadySeconds'), errors)
  validateRequiredSelector(spec.selector, 'deployment', errors)
  const selector = usableSelector(spec.selector, 'invalid label selector', errors)
  if (selector === undefined) return
  const rule = { owner: 'ReplicaSet', selected: selectsTemplate(selector, spec.template) }
  validateRunningTemplate(spec.template, rule, TEMPLATE, errors, templateOptions(context, old?.spec.template))
}

const COUNTERS = [
  'replicas',
  'fullyLabeledReplicas',
  'readyReplicas',
  'availableReplicas',
  'observedGeneration',
  'terminatingReplicas',
] as const
const PARTS = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const

function validateStatus({ status }: ReplicaSet, errors: FieldErrors): void {
  validateCounters(status, COUNTERS, errors)
  validateAtMost(status, PARTS, status.replicas, 'status.replicas', errors)
  validateAtMost(status, ['availableReplicas'], status.readyReplicas ?? 0, 'readyReplicas', errors)
}

/** ReplicaSet of apps/v1. */
export const kind: KindRules<ReplicaSet> = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: nameIsDNSSubdomain,
  defaults({ spec }) {
    defaultPodTemplate(spec.template)
    spec.replicas ??= 1
  },
  prepareForCreate(object, context) {
    object.status = { replicas: 0 }
    object.metadata.generation = 1
    dropTemplateFields(object.spec.template, context)
  },
  validate: (object, errors, context) => validateSpec(object, errors, context),
  warningsOnCreate: ({ metadata, spec }) => [
    ...podNameWarnings(metadata.name),
    ...templateWarnings(spec.template, TEMPLATE),
  ],
  update: {
    prepare(object, old, context) {
      object.status = old.status
      dropTemplateFields(object.spec.template, context, old.spec.template)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateSpec(object, errors, context, old)
      validateImmutableField(object.spec.selector, old.spec.selector, SELECTOR, errors)
    },
    warnings: ({ metadata, spec }, old) =>
      metadata.generation === old.metadata.generation ? [] : templateWarnings(spec.template, TEMPLATE),
  },
  subresources: {
    status: {
      prepare(object, old, { gates }) {
        object.spec = old.spec
        if (gates.enabled('DeploymentReplicaSetTerminatingReplicas')) return
        if (old.status.terminatingReplicas === undefined) delete object.status.terminatingReplicas
      },
      validate(object, old, errors) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        validateStatus(object, errors)
      },
    },
  },
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.replicas ?? 0,
    status.replicas,
    status.readyReplicas ?? 0,
    age(metadata.creationTimestamp, now),
    ...containerCells(spec.template),
    selectorCell(spec.selector),
  ],
}
