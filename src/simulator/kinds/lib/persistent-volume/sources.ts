// Where a persistent volume's storage is: one source, judged in upstream's order. Those that are no other than a pod's are
// judged by the pod's rules. Upstream: ValidatePersistentVolumeSpec in pkg/apis/core/validation/validation.go.
import type {
  AzureFilePersistentVolumeSource,
  CinderPersistentVolumeSource,
  CSIPersistentVolumeSource,
  FlexPersistentVolumeSource,
  GlusterfsPersistentVolumeSource,
  ISCSIPersistentVolumeSource,
  LocalVolumeSource,
  PersistentVolumeSpec,
  SecretReference,
  StorageOSPersistentVolumeSource,
} from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import * as cloud from '../pod-spec/volumes/cloud-disks.ts'
import { iscsiNameProblem } from '../pod-spec/volumes/iscsi.ts'
import { validateCSIDriverName, validateFlexVolume, validateHostPath } from '../pod-spec/volumes/local-sources.ts'
import * as network from '../pod-spec/volumes/network-storage.ts'
import { validatePathNoBacksteps } from '../pod-spec/volumes/paths.ts'
import type { SourceContext } from '../pod-spec/volumes/source-rule.ts'
import {
  byteLength,
  inclusiveRangeError,
  isDNS1123Label,
  isDNS1123Subdomain,
  nameIsDNSLabel,
} from '../validation/names.ts'

const ISCSI_LENGTH =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'
const MAX_ISCSI_LENGTH = 64

/** Required texts of a source. */
function requireTexts<T extends object>(
  source: T,
  fields: readonly (keyof T & string)[],
  path: Path,
  errors: FieldErrors,
) {
  for (const field of fields) if (!source[field]) errors.required(path.child(field))
}

function validateGlusterfs(source: GlusterfsPersistentVolumeSource, path: Path, errors: FieldErrors): void {
  requireTexts(source, ['endpoints', 'path'], path, errors)
  const { endpointsNamespace: namespace } = source
  if (namespace === undefined) return
  const place = path.child('endpointsNamespace')
  if (namespace !== '') errors.invalidAll(place, namespace, nameIsDNSLabel(namespace, false))
  else errors.invalid(place, '', 'if the endpointnamespace is set, it must be a valid namespace name')
}

function validateIscsi(source: ISCSIPersistentVolumeSource, path: Path, errors: FieldErrors, name: string): void {
  const { targetPortal, iqn, lun, initiatorName, secretRef } = source
  const nameAt = (field: string, value: string): void => {
    if (iscsiNameProblem(value) !== undefined) errors.invalid(path.child(field), value, 'must be valid format')
  }
  if (targetPortal === '') errors.required(path.child('targetPortal'))
  if (initiatorName !== undefined && byteLength(`${name}:${targetPortal}`) > MAX_ISCSI_LENGTH) {
    errors.invalid(path.child('targetportal'), targetPortal, ISCSI_LENGTH)
  }
  if (iqn === '') errors.required(path.child('iqn'))
  else nameAt('iqn', iqn)
  if (lun < 0 || lun > 255) errors.invalid(path.child('lun'), lun, inclusiveRangeError(0, 255))
  if ((source.chapAuthDiscovery || source.chapAuthSession) && secretRef === undefined) {
    errors.required(path.child('secretRef'))
  }
  if (secretRef && !secretRef.name) errors.required(path.child('secretRef', 'name'))
  if (initiatorName !== undefined) nameAt('initiatorname', initiatorName)
}

function validateCinder(source: CinderPersistentVolumeSource, path: Path, errors: FieldErrors): void {
  requireTexts(source, ['volumeID'], path, errors)
  if (source.secretRef) requireTexts(source.secretRef, ['name', 'namespace'], path.child('secretRef'), errors)
}

function validateAzureFile(source: AzureFilePersistentVolumeSource, path: Path, errors: FieldErrors): void {
  requireTexts(source, ['secretName', 'shareName'], path, errors)
  if (source.secretNamespace === '') errors.required(path.child('secretNamespace'))
}

function validateStorageOS(source: StorageOSPersistentVolumeSource, path: Path, errors: FieldErrors): void {
  const { volumeName, volumeNamespace, secretRef } = source
  if (!volumeName) errors.required(path.child('volumeName'))
  else errors.invalidAll(path.child('volumeName'), volumeName, isDNS1123Label(volumeName))
  if (volumeNamespace) {
    errors.invalidAll(path.child('volumeNamespace'), volumeNamespace, isDNS1123Label(volumeNamespace))
  }
  if (secretRef) requireTexts(secretRef, ['name', 'namespace'], path.child('secretRef'), errors)
}

function validateLocal(source: LocalVolumeSource, path: Path, errors: FieldErrors): void {
  if (source.path === '') errors.required(path.child('path'))
  else validatePathNoBacksteps(source.path, path.child('path'), errors)
}

const CSI_SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const

function validateCsi(source: CSIPersistentVolumeSource, path: Path, errors: FieldErrors): void {
  validateCSIDriverName(source.driver, path.child('driver'), errors)
  requireTexts(source, ['volumeHandle'], path, errors)
  for (const field of CSI_SECRETS) if (source[field]) validateSecret(source[field], path.child(field), errors)
}

function validateSecret({ name, namespace }: SecretReference, path: Path, errors: FieldErrors): void {
  if (!name) errors.required(path.child('name'))
  else errors.invalidAll(path.child('name'), name, isDNS1123Subdomain(name))
  if (!namespace) errors.required(path.child('namespace'))
  else errors.invalidAll(path.child('namespace'), namespace, isDNS1123Label(namespace))
}

type Check<K extends keyof PersistentVolumeSpec> = (
  source: NonNullable<PersistentVolumeSpec[K]>,
  path: Path,
  errors: FieldErrors,
  name: string,
) => void

interface Rule {
  readonly field: keyof PersistentVolumeSpec
  /** The name upstream gives the field in its errors (not always its own). */
  readonly at: string
  /** The same when there is a source already. */
  readonly forbiddenAt: string
  /** A second source of this sort is not refused. */
  readonly besides: boolean
  check(spec: PersistentVolumeSpec, path: Path, errors: FieldErrors, name: string): void
}

function rule<K extends keyof PersistentVolumeSpec>(
  field: K,
  check: Check<K>,
  { at = field, forbiddenAt = field, besides = false }: { at?: string; forbiddenAt?: string; besides?: boolean } = {},
): Rule {
  return {
    field,
    at,
    forbiddenAt,
    besides,
    check: (spec, path, errors, name) => check(spec[field]!, path, errors, name),
  }
}

/** The pod's rules look at nothing but the source here. */
const NOWHERE = {} as SourceContext
const like =
  <S>(check: (source: S, path: Path, errors: FieldErrors, context: SourceContext) => void) =>
  (source: S, path: Path, errors: FieldErrors): void =>
    check(source, path, errors, NOWHERE)

const RULES: readonly Rule[] = [
  rule('hostPath', like(validateHostPath)),
  rule('gcePersistentDisk', like(cloud.validateGcePersistentDisk), { at: 'persistentDisk' }),
  rule('awsElasticBlockStore', like(cloud.validateAwsElasticBlockStore)),
  rule('glusterfs', validateGlusterfs),
  rule('flocker', like(network.validateFlocker)),
  rule('nfs', like(network.validateNfs)),
  rule('rbd', (source, path, errors) => network.validateRbd(source, path, errors, NOWHERE)),
  rule('quobyte', like(network.validateQuobyte)),
  rule('cephfs', (source, path, errors) => network.validateCephfs(source, path, errors, NOWHERE), {
    forbiddenAt: 'cephFS',
  }),
  rule('iscsi', validateIscsi),
  rule('cinder', validateCinder),
  rule('fc', like(network.validateFc)),
  rule(
    'flexVolume',
    (source: FlexPersistentVolumeSource, path, errors) => validateFlexVolume(source, path, errors, NOWHERE),
    { besides: true },
  ),
  rule('azureFile', validateAzureFile),
  rule('vsphereVolume', like(cloud.validateVsphereVolume)),
  rule('photonPersistentDisk', like(cloud.validatePhotonPersistentDisk)),
  rule('portworxVolume', like(cloud.validatePortworxVolume)),
  rule('azureDisk', like(cloud.validateAzureDisk)),
  rule('scaleIO', (source, path, errors) => network.validateScaleIO(source, path, errors, NOWHERE)),
  rule('local', validateLocal),
  rule('storageos', validateStorageOS),
  rule('csi', validateCsi),
]

/** The fields of a spec that are sources. */
export const SOURCE_FIELDS: readonly (keyof PersistentVolumeSpec)[] = RULES.map(({ field }) => field)

/** One source, and only one. `name` is the volume's; `affine`: it has a node affinity, which local storage needs. */
export function validateVolumeSource(
  spec: PersistentVolumeSpec,
  name: string,
  affine: boolean,
  path: Path,
  errors: FieldErrors,
): void {
  let found = false
  for (const { field, at, forbiddenAt, besides, check } of RULES) {
    if (spec[field] === undefined) continue
    if (found && !besides) errors.forbidden(path.child(forbiddenAt), 'may not specify more than 1 volume type')
    else {
      check(spec, path.child(at), errors, name)
      if (field === 'local' && !affine) {
        errors.required(path.child('nodeAffinity'), 'Local volume requires node affinity')
      }
    }
    found = true
  }
  if (!found) errors.required(path, 'must specify a volume type')
}
