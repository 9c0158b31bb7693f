// What a claim's spec and status may say at all, and its two ways of naming what it is filled from, which say the same.
// Upstream: pkg/api/persistentvolumeclaim/util.go.
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  TypedLocalObjectReference,
} from '../../../../generated/api/core.v1.ts'
import type { FeatureGates } from '../../../api/types.ts'

/** DropDisabledFields, EnforceDataSourceBackwardsCompatibility, NormalizeDataSources. */
export function prepareClaimSpec(
  spec: PersistentVolumeClaimSpec,
  old: PersistentVolumeClaimSpec | undefined,
  gates: FeatureGates,
): void {
  if (!gates.enabled('VolumeAttributesClass') && old?.volumeAttributesClassName === undefined) {
    delete spec.volumeAttributesClassName
  }
  const crossing = Boolean(spec.dataSourceRef?.namespace) && !gates.enabled('CrossNamespaceVolumeDataSource')
  if (old?.dataSourceRef === undefined && (crossing || !gates.enabled('AnyVolumeDataSource'))) delete spec.dataSourceRef
  const used = old?.dataSource !== undefined || old?.dataSourceRef !== undefined
  if (!used && spec.dataSourceRef === undefined && !isClassic(spec.dataSource)) delete spec.dataSource
  if (gates.enabled('AnyVolumeDataSource')) normalizeDataSources(spec)
}

/** Claims and snapshots: all that dataSource alone ever stood for. */
const isClassic = (source: TypedLocalObjectReference | undefined): boolean =>
  (source?.kind === 'PersistentVolumeClaim' && !source.apiGroup) ||
  (source?.kind === 'VolumeSnapshot' && source.apiGroup === 'snapshot.storage.k8s.io')

function normalizeDataSources(spec: PersistentVolumeClaimSpec): void {
  const { dataSource, dataSourceRef } = spec
  if (dataSource && !dataSourceRef) spec.dataSourceRef = { ...dataSource }
  else if (dataSourceRef && !dataSource && !dataSourceRef.namespace) {
    const { namespace: _, ...local } = dataSourceRef
    spec.dataSource = local
  }
}

/** A stored claim with both ways filled in, as updates are compared with. */
export function withDataSources(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const { dataSource, dataSourceRef } = claim.spec
  if ((dataSource === undefined) === (dataSourceRef === undefined)) return claim
  const spec = { ...claim.spec }
  normalizeDataSources(spec)
  return { ...claim, spec }
}

/** DropDisabledFieldsFromStatus. */
export function dropDisabledStatus(
  { status }: PersistentVolumeClaim,
  { status: old }: PersistentVolumeClaim,
  gates: FeatureGates,
): void {
  if (!gates.enabled('VolumeAttributesClass')) {
    if (old.currentVolumeAttributesClassName === undefined) delete status.currentVolumeAttributesClassName
    if (old.modifyVolumeStatus === undefined) delete status.modifyVolumeStatus
  }
  if (!gates.enabled('RecoverVolumeExpansionFailure')) {
    if (old.allocatedResources === undefined) delete status.allocatedResources
    if (old.allocatedResourceStatuses === undefined) delete status.allocatedResourceStatuses
  }
}
