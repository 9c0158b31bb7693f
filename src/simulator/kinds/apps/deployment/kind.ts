// Deployment: replica sets, one after the other. Upstream: pkg/registry/apps/deployment/strategy.go,
// pkg/apis/apps/v1/{defaults,conversion}.go, printDeployment in pkg/printers/internalversion/printers.go.
import type { Deployment } from '../../../../generated/api/apps.v1.ts'
import { selectorOfObject } from '../../../../model/labels.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { defaultPodTemplate } from '../../lib/pod-spec/defaults.ts'
import {
  containerCells,
  dropTemplateFields,
  podNameWarnings,
  templateWarnings,
} from '../../lib/pod-template/template.ts'
import { validateCoreObjectMetaUpdate, validateImmutableField } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { SELECTOR, TEMPLATE } from '../../lib/workload/selector.ts'
import { settleRollback } from './rollback.ts'
import { validateDeploymentSpec, validateDeploymentStatus } from './validation.ts'

function defaults(object: Deployment): void {
  const { spec } = object
  settleRollback(object)
  defaultPodTemplate(spec.template)
  spec.replicas ??= 1
  const { strategy } = spec
  strategy.type ||= 'RollingUpdate'
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate ??= {}
    strategy.rollingUpdate.maxUnavailable ??= '25%'
    strategy.rollingUpdate.maxSurge ??= '25%'
  }
  spec.revisionHistoryLimit ??= 10
  spec.progressDeadlineSeconds ??= 600
}

function row(object: Deployment, now: number): readonly unknown[] {
  const { metadata, spec, status } = object
  const selector = selectorOfObject(spec.selector)
  return [
    metadata.name,
    `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    status.updatedReplicas ?? 0,
    status.availableReplicas ?? 0,
    age(metadata.creationTimestamp, now),
    ...containerCells(spec.template),
    'error' in selector ? '<invalid>' : selector.text,
  ]
}

/** Deployment of apps/v1. */
export const kind: KindRules<Deployment> = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: nameIsDNSSubdomain,
  defaults,
  prepareForCreate(object, context) {
    object.status = {}
    object.metadata.generation = 1
    dropTemplateFields(object.spec.template, context)
  },
  validate: (object, errors, context) => validateDeploymentSpec(object, errors, context),
  warningsOnCreate: ({ metadata, spec }) => [
    ...podNameWarnings(metadata.name),
    ...templateWarnings(spec.template, TEMPLATE),
  ],
  update: {
    prepare(object, old, context) {
      object.status = old.status
      dropTemplateFields(object.spec.template, context, old.spec.template)
      const { annotations } = object.metadata
      if (!semanticEqual(object.spec, old.spec) || !semanticEqual(annotations, old.metadata.annotations)) {
        object.metadata.generation = (old.metadata.generation ?? 0) + 1
      }
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateDeploymentSpec(object, errors, context, old)
      validateImmutableField(object.spec.selector, old.spec.selector, SELECTOR, errors)
    },
    warnings: ({ metadata, spec }, old) =>
      metadata.generation === old.metadata.generation ? [] : templateWarnings(spec.template, TEMPLATE),
  },
  subresources: {
    status: {
      prepare(object, old, { gates }) {
        object.spec = old.spec
        if (old.metadata.labels === undefined) delete object.metadata.labels
        else object.metadata.labels = old.metadata.labels
        if (gates.enabled('DeploymentReplicaSetTerminatingReplicas')) return
        if (old.status.terminatingReplicas === undefined) delete object.status.terminatingReplicas
      },
      validate(object, old, errors) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        validateDeploymentStatus(object, old, errors)
      },
    },
  },
  row,
}
