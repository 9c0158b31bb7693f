// The volumes of a pod: each with a name of its own and one source, judged in upstream's order.
// Upstream: pkg/apis/core/validation/validation.go (ValidateVolumes, validateVolumeSource).
import type { Volume } from '../../../../../generated/api/core.v1.ts'
import { mustParseQuantity, sign } from '../../../../../model/quantity.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { isDNS1123Label } from '../../validation/names.ts'
import type { PodValidationOptions } from '../options.ts'
import { validateEphemeral } from './claim-template.ts'
import * as cloud from './cloud-disks.ts'
import { validateDownwardAPI } from './downward-api.ts'
import { validateIscsi, validateIscsiNameLength } from './iscsi.ts'
import * as local from './local-sources.ts'
import * as network from './network-storage.ts'
import { validateProjected } from './projected.ts'
import { type SourceCheck, type SourceContext, type SourceRule, sourceRule } from './source-rule.ts'

const validateEmptyDir: SourceCheck<'emptyDir'> = ({ sizeLimit }, path, errors) => {
  if (sizeLimit !== undefined && sign(mustParseQuantity(sizeLimit)) < 0) {
    errors.forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')
  }
}

const RULES: readonly SourceRule[] = [
  sourceRule('emptyDir', validateEmptyDir),
  sourceRule('hostPath', local.validateHostPath),
  sourceRule('gitRepo', local.validateGitRepo),
  sourceRule('gcePersistentDisk', cloud.validateGcePersistentDisk, { at: 'persistentDisk' }),
  sourceRule('awsElasticBlockStore', cloud.validateAwsElasticBlockStore),
  sourceRule('secret', local.validateSecret),
  sourceRule('nfs', network.validateNfs),
  sourceRule('iscsi', validateIscsi),
  sourceRule('glusterfs', network.validateGlusterfs),
  sourceRule('flocker', network.validateFlocker),
  sourceRule('persistentVolumeClaim', local.validatePersistentVolumeClaim),
  sourceRule('rbd', network.validateRbd),
  sourceRule('cinder', cloud.validateCinder),
  sourceRule('cephfs', network.validateCephfs, { forbiddenAt: 'cephFS' }),
  sourceRule('quobyte', network.validateQuobyte),
  sourceRule('downwardAPI', validateDownwardAPI, { forbiddenAt: 'downwarAPI' }),
  sourceRule('fc', network.validateFc),
  sourceRule('flexVolume', local.validateFlexVolume),
  sourceRule('configMap', local.validateConfigMap),
  sourceRule('azureFile', cloud.validateAzureFile),
  sourceRule('vsphereVolume', cloud.validateVsphereVolume),
  sourceRule('photonPersistentDisk', cloud.validatePhotonPersistentDisk),
  sourceRule('portworxVolume', cloud.validatePortworxVolume),
  sourceRule('azureDisk', cloud.validateAzureDisk),
  sourceRule('storageos', network.validateStorageOS),
  sourceRule('projected', validateProjected),
  sourceRule('scaleIO', network.validateScaleIO),
  sourceRule('csi', local.validateCsi),
  sourceRule('ephemeral', validateEphemeral),
  sourceRule('image', local.validateImage),
]

function validateSource(volume: Volume, path: Path, errors: FieldErrors, context: SourceContext): void {
  let found = false
  for (const rule of RULES) {
    if (volume[rule.field] === undefined) continue
    if (found) errors.forbidden(path.child(rule.forbiddenAt), 'may not specify more than 1 volume type')
    else rule.check(volume, path.child(rule.at), errors, context)
    if (rule.field === 'iscsi') validateIscsiNameLength(volume.iscsi!, errors, context)
    found = true
  }
  if (!found) errors.required(path, 'must specify a volume type')
}

const NONE: ReadonlyMap<string, Volume> = new Map()

/** Judges the volumes and answers those in order, by name: only they can be mounted. */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  podName: string | undefined,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): ReadonlyMap<string, Volume> {
  if (volumes === undefined) return NONE
  const good = new Map<string, Volume>()
  const claims = new Set(podName ? volumes.filter((v) => v.ephemeral).map((v) => `${podName}-${v.name}`) : [])
  for (const [i, volume] of volumes.entries()) {
    const place = path.index(i)
    const before = errors.length
    validateSource(volume, place, errors, { options, volume: volume.name, volumePath: place, podName })
    if (volume.name === '') errors.required(place.child('name'))
    else errors.invalidAll(place.child('name'), volume.name, isDNS1123Label(volume.name))
    if (good.has(volume.name)) errors.duplicate(place.child('name'), volume.name)
    if (errors.length === before) good.set(volume.name, volume)
    const claimName = volume.persistentVolumeClaim?.claimName
    if (claimName !== undefined && claims.has(claimName)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume'
      errors.invalid(place.child('persistentVolumeClaim', 'claimName'), claimName, detail)
    }
  }
  return good
}
