// ReplicationController: the ReplicaSet's forerunner. Upstream: pkg/registry/core/replicationcontroller/strategy.go,
// SetDefaults_ReplicationController in pkg/apis/core/v1/defaults.go, printReplicationController in the printers.
import type { ReplicationController } from '../../../../generated/api/core.v1.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { formatLabels } from '../../lib/labels-text.ts'
import { defaultPodTemplate } from '../../lib/pod-spec/defaults.ts'
import {
  containerCells,
  dropTemplateFields,
  podNameWarnings,
  templateWarnings,
} from '../../lib/pod-template/template.ts'
import { nameIsLongName } from '../../lib/validation/long-name.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { TEMPLATE } from '../../lib/workload/selector.ts'
import { validateControllerSpec, validateControllerStatus, validateNonConvertibleFields } from './validation.ts'

function defaults({ metadata, spec }: ReplicationController): void {
  spec.replicas ??= 1
  if (spec.template === undefined) return
  const { labels } = spec.template.metadata
  if (labels !== undefined) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels }
    if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels }
  }
  defaultPodTemplate(spec.template)
}

/** ReplicationController of v1. */
export const kind: KindRules<ReplicationController> = {
  apiVersion: 'v1',
  kind: 'ReplicationController',
  name: nameIsLongName,
  defaults,
  prepareForCreate(object, context) {
    object.status = { replicas: 0 }
    object.metadata.generation = 1
    if (object.spec.template) dropTemplateFields(object.spec.template, context)
  },
  validate: (object, errors, context) => validateControllerSpec(object, errors, context),
  warningsOnCreate: ({ metadata, spec }) => [
    ...podNameWarnings(metadata.name),
    ...(spec.template ? templateWarnings(spec.template, TEMPLATE) : []),
  ],
  update: {
    prepare(object, old, context) {
      object.status = old.status
      if (object.spec.template) dropTemplateFields(object.spec.template, context, old.spec.template)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateControllerSpec(object, errors, context, old)
      validateNonConvertibleFields(object, old, errors)
    },
    /** Upstream passes the templates in the wrong order: the stored one is warned of. */
    warnings: ({ metadata }, old) =>
      metadata.generation === old.metadata.generation || !old.spec.template
        ? []
        : templateWarnings(old.spec.template, TEMPLATE),
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate: (object, old, errors) => validateControllerStatus(object, old, errors),
    },
  },
  fieldNames: ['metadata.name', 'metadata.namespace', 'status.replicas'],
  fields: ({ status }) => ({ 'status.replicas': String(status.replicas) }),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.replicas ?? 0,
    status.replicas,
    status.readyReplicas ?? 0,
    age(metadata.creationTimestamp, now),
    ...containerCells(spec.template),
    formatLabels(spec.selector),
  ],
}
