// StatefulSet: pods with names and claims of their own. Upstream: pkg/registry/apps/statefulset/strategy.go,
// pkg/apis/apps/v1/{defaults,conversion}.go, printStatefulSet in pkg/printers/internalversion/printers.go.
import type { StatefulSet } from '../../../../generated/api/apps.v1.ts'
import type { PersistentVolumeClaimSpec } from '../../../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityMilliValue } from '../../../../model/quantity.ts'
import { quote } from '../../../../model/quote.ts'
import type { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { defaultPodTemplate } from '../../lib/pod-spec/defaults.ts'
import { containerCells, dropTemplateFields, templateWarnings } from '../../lib/pod-template/template.ts'
import { roundResourceList } from '../../lib/resource-list.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSLabel } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { SPEC, TEMPLATE } from '../../lib/workload/selector.ts'
import { validateStatefulSetSpec, validateStatefulSetStatus } from './validation.ts'
import { validateStatefulSetUpdate } from './validation-update.ts'

function defaults({ spec }: StatefulSet): void {
  defaultPodTemplate(spec.template)
  defaultClaimTemplates(spec)
  spec.podManagementPolicy ||= 'OrderedReady'
  const strategy = spec.updateStrategy
  if (!strategy.type) {
    strategy.type = 'RollingUpdate'
    strategy.rollingUpdate ??= {}
  }
  if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate) strategy.rollingUpdate.partition ??= 0
  spec.persistentVolumeClaimRetentionPolicy ??= {}
  const retention = spec.persistentVolumeClaimRetentionPolicy
  retention.whenDeleted ||= 'Retain'
  retention.whenScaled ||= 'Retain'
  spec.replicas ??= 1
  spec.revisionHistoryLimit ??= 10
}

function defaultClaimTemplates(spec: StatefulSet['spec']): void {
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion = 'v1'
    claim.kind = 'PersistentVolumeClaim'
    claim.status.phase ||= 'Pending'
    claim.spec.volumeMode ??= 'Filesystem'
    for (const list of [claim.spec.resources.limits, claim.spec.resources.requests]) roundResourceList(list)
    for (const list of [claim.status.capacity, claim.status.allocatedResources]) roundResourceList(list)
  }
}

function dropDisabledFields({ spec }: StatefulSet, { gates }: KindContext, old?: StatefulSet): void {
  if (gates.enabled('MaxUnavailableStatefulSet')) return
  if (old?.spec.updateStrategy.rollingUpdate?.maxUnavailable !== undefined) return
  delete spec.updateStrategy.rollingUpdate?.maxUnavailable
}

const CLAIMS = SPEC.child('volumeClaimTemplates')
const NEGATIVE_LIMIT =
  'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'

function claimWarnings({ resources }: PersistentVolumeClaimSpec, path: Path): readonly string[] {
  const warnings: string[] = []
  for (const which of ['requests', 'limits'] as const) {
    const text = resources[which]?.['storage']
    if (text === undefined || quantityMilliValue(mustParseQuantity(text)) % 1000 === 0) continue
    const place = path.child('resources', which).key('storage')
    warnings.push(`${place}: fractional byte value ${quote(text)} is invalid, must be an integer`)
  }
  return warnings
}

/** The warnings besides the template's; upstream words the claims' paths differently on update. */
function otherWarnings({ spec }: StatefulSet, claimPath: (i: number) => Path): readonly string[] {
  return [
    ...(spec.volumeClaimTemplates ?? []).flatMap((claim, i) => claimWarnings(claim.spec, claimPath(i))),
    ...((spec.revisionHistoryLimit ?? 0) < 0 ? [NEGATIVE_LIMIT] : []),
  ]
}

/** StatefulSet of apps/v1. */
export const kind: KindRules<StatefulSet> = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  name: nameIsDNSLabel,
  defaults,
  prepareForCreate(object, context) {
    object.status = { replicas: 0, availableReplicas: 0 }
    object.metadata.generation = 1
    dropDisabledFields(object, context)
    dropTemplateFields(object.spec.template, context)
  },
  validate: (object, errors, context) => validateStatefulSetSpec(object.spec, errors, context),
  warningsOnCreate: (object) => [
    ...templateWarnings(object.spec.template, TEMPLATE),
    ...otherWarnings(object, (i) => CLAIMS.index(i)),
  ],
  update: {
    prepare(object, old, context) {
      object.status = old.status
      dropDisabledFields(object, context, old)
      dropTemplateFields(object.spec.template, context, old.spec.template)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateStatefulSetUpdate(object.spec, old.spec, errors, context)
    },
    warnings: (object, old) => [
      ...(object.metadata.generation === old.metadata.generation
        ? []
        : templateWarnings(object.spec.template, TEMPLATE)),
      ...otherWarnings(object, (i) => CLAIMS.index(i).child('Spec')),
    ],
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate: (object, old, errors) => validateStatefulSetStatus(object, old, errors),
    },
  },
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    age(metadata.creationTimestamp, now),
    ...containerCells(spec.template),
  ],
}
