// PersistentVolumeClaim: storage that is asked for. Upstream: pkg/registry/core/persistentvolumeclaim/strategy.go.
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityMilliValue } from '../../../../model/quantity.ts'
import { quote } from '../../../../model/quote.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { validateClaimSpec } from '../../lib/pod-spec/volumes/claim-template.ts'
import { roundResourceList } from '../../lib/resource-list.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { dropDisabledStatus, prepareClaimSpec, withDataSources } from './prepare.ts'
import { claimRow } from './row.ts'
import { validateClaimStatus } from './validation-status.ts'
import { claimOptions, validateClaimChange } from './validation-update.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const SPEC = Path.of('spec')
const CLASS = 'volume.beta.kubernetes.io/storage-class'

function setDefaults({ spec, status }: PersistentVolumeClaim): void {
  status.phase ||= 'Pending'
  spec.volumeMode ??= 'Filesystem'
  roundResourceList(spec.resources.limits)
  roundResourceList(spec.resources.requests)
  roundResourceList(status.capacity)
  roundResourceList(status.allocatedResources)
}

/** The old annotation, and amounts that are no whole bytes. */
function warnings({ metadata, spec }: PersistentVolumeClaim): readonly string[] {
  const found: string[] = []
  if (metadata.annotations?.[CLASS] !== undefined) {
    found.push(`metadata.annotations[${CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`)
  }
  for (const list of ['requests', 'limits'] as const) {
    const amount = storageOf(spec, list)
    if (amount === undefined || quantityMilliValue(mustParseQuantity(amount)) % 1000 === 0) continue
    const path = SPEC.child('resources', list).key('storage')
    found.push(`${path}: fractional byte value ${quote(amount)} is invalid, must be an integer`)
  }
  return found
}

const storageOf = ({ resources }: PersistentVolumeClaimSpec, list: 'requests' | 'limits'): string | undefined =>
  resources[list]?.['storage']

/** PersistentVolumeClaim of v1. */
export const kind: KindRules<PersistentVolumeClaim> = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  name: nameIsDNSSubdomain,
  defaults: setDefaults,
  prepareForCreate(object, { gates }) {
    object.status = { phase: 'Pending' }
    prepareClaimSpec(object.spec, undefined, gates)
  },
  validate: (object, errors) => validateClaimSpec(object.spec, SPEC, errors),
  warningsOnCreate: warnings,
  update: {
    prepare(object, old, { gates }) {
      object.status = old.status
      prepareClaimSpec(object.spec, old.spec, gates)
    },
    validate(object, old, errors, { gates }) {
      const before = withDataSources(old)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateClaimSpec(object.spec, SPEC, errors, claimOptions(before))
      validateClaimChange(object, before, errors, gates)
    },
    warnings,
  },
  subresources: {
    status: {
      prepare(object, old, { gates }) {
        object.spec = old.spec
        dropDisabledStatus(object, old, gates)
      },
      validate(object, old, errors, { gates }) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        validateClaimStatus(object, old, errors, gates)
      },
    },
  },
  row: claimRow,
}
