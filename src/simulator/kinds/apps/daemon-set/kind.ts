// DaemonSet: a pod on every node. Upstream: pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/{defaults,conversion}.go,
// printDaemonSet in pkg/printers/internalversion/printers.go.
import type { DaemonSet } from '../../../../generated/api/apps.v1.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { formatLabels } from '../../lib/labels-text.ts'
import { defaultPodTemplate } from '../../lib/pod-spec/defaults.ts'
import { containerCells, dropTemplateFields, templateWarnings } from '../../lib/pod-template/template.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { selectorCell, TEMPLATE } from '../../lib/workload/selector.ts'
import { setTemplateGeneration, settleTemplateGeneration, templateGeneration } from './template-generation.ts'
import { validateDaemonSetSpec, validateDaemonSetStatus, validateDaemonSetUpdate } from './validation.ts'

const NO_STATUS: Readonly<DaemonSet['status']> = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
}

function defaults(object: DaemonSet): void {
  const { spec } = object
  settleTemplateGeneration(object)
  defaultPodTemplate(spec.template)
  const strategy = spec.updateStrategy
  strategy.type ||= 'RollingUpdate'
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate ??= {}
    strategy.rollingUpdate.maxUnavailable ??= 1
    strategy.rollingUpdate.maxSurge ??= 0
  }
  spec.revisionHistoryLimit ??= 10
}

function prepareForUpdate(object: DaemonSet, old: DaemonSet, context: KindContext): void {
  dropTemplateFields(object.spec.template, context, old.spec.template)
  object.status = old.status
  const generation = templateGeneration(old)
  const changed = !semanticEqual(object.spec.template, old.spec.template)
  setTemplateGeneration(object, changed ? generation + 1n : generation)
  if (changed || !semanticEqual(object.spec, old.spec)) {
    object.metadata.generation = (old.metadata.generation ?? 0) + 1
  }
}

function row({ metadata, spec, status }: DaemonSet, now: number): readonly unknown[] {
  return [
    metadata.name,
    status.desiredNumberScheduled,
    status.currentNumberScheduled,
    status.numberReady,
    status.updatedNumberScheduled ?? 0,
    status.numberAvailable ?? 0,
    formatLabels(spec.template.spec.nodeSelector),
    age(metadata.creationTimestamp, now),
    ...containerCells(spec.template),
    selectorCell(spec.selector),
  ]
}

/** DaemonSet of apps/v1. */
export const kind: KindRules<DaemonSet> = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  name: nameIsDNSSubdomain,
  defaults,
  prepareForCreate(object, context) {
    object.status = { ...NO_STATUS }
    object.metadata.generation = 1
    const generation = templateGeneration(object)
    setTemplateGeneration(object, generation < 1n ? 1n : generation)
    dropTemplateFields(object.spec.template, context)
  },
  validate: (object, errors, context) => validateDaemonSetSpec(object, errors, context),
  warningsOnCreate: ({ spec }) => templateWarnings(spec.template, TEMPLATE),
  update: {
    prepare: prepareForUpdate,
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateDaemonSetUpdate(object, old, errors)
      validateDaemonSetSpec(object, errors, context, old)
    },
    warnings: (object, old) =>
      templateGeneration(object) === templateGeneration(old) ? [] : templateWarnings(object.spec.template, TEMPLATE),
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
        setTemplateGeneration(object, templateGeneration(old))
      },
      validate: (object, old, errors) => validateDaemonSetStatus(object, old, errors),
    },
  },
  row,
}
