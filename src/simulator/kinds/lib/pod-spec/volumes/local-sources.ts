// Volumes that come from the cluster or the node itself: host paths, git, config, secrets, claims, CSI, images.
// Upstream: pkg/apis/core/validation/validation.go (validate…VolumeSource).
import type { KeyToPath } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { byteLength, isDNS1123Subdomain } from '../../validation/names.ts'
import {
  validateFileMode,
  validateLocalDescendingPath,
  validateLocalNonReservedPath,
  validatePathNoBacksteps,
} from './paths.ts'
import type { SourceCheck } from './source-rule.ts'

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]

/** A path of the node. */
export const validateHostPath: SourceCheck<'hostPath'> = (hostPath, path, errors) => {
  if (hostPath.path === '') return errors.required(path.child('path'))
  validatePathNoBacksteps(hostPath.path, path.child('path'), errors)
  const { type } = hostPath
  if (type !== undefined && !HOST_PATH_TYPES.includes(type)) {
    errors.notSupported(path.child('type'), type, HOST_PATH_TYPES)
  }
}

/** A checked-out git repository. */
export const validateGitRepo: SourceCheck<'gitRepo'> = (gitRepo, path, errors) => {
  if (gitRepo.repository === '') errors.required(path.child('repository'))
  validateLocalDescendingPath(gitRepo.directory ?? '', path.child('directory'), errors)
}

/** A key and the file it becomes. */
export function validateKeyToPath(item: KeyToPath, path: Path, errors: FieldErrors): void {
  if (item.key === '') errors.required(path.child('key'))
  if (item.path === '') errors.required(path.child('path'))
  validateLocalNonReservedPath(item.path, path.child('path'), errors)
  validateFileMode(item.mode, path.child('mode'), errors)
}

function validateItems(items: readonly KeyToPath[] | undefined, path: Path, errors: FieldErrors): void {
  if (items === undefined) return
  for (const [i, item] of items.entries()) validateKeyToPath(item, path.child('items').index(i), errors)
}

/** The keys of a Secret. */
export const validateSecret: SourceCheck<'secret'> = (secret, path, errors) => {
  if (!secret.secretName) errors.required(path.child('secretName'))
  validateFileMode(secret.defaultMode, path.child('defaultMode'), errors)
  validateItems(secret.items, path, errors)
}

/** The keys of a ConfigMap. */
export const validateConfigMap: SourceCheck<'configMap'> = (configMap, path, errors) => {
  if (!configMap.name) errors.required(path.child('name'))
  validateFileMode(configMap.defaultMode, path.child('defaultMode'), errors)
  validateItems(configMap.items, path, errors)
}

/** A claim. */
export const validatePersistentVolumeClaim: SourceCheck<'persistentVolumeClaim'> = (claim, path, errors) => {
  if (claim.claimName === '') errors.required(path.child('claimName'))
}

/** A FlexVolume, whose options may not use the project's domains. */
export const validateFlexVolume: SourceCheck<'flexVolume'> = (flex, path, errors) => {
  if (flex.driver === '') errors.required(path.child('driver'))
  for (const key of Object.keys(flex.options ?? {})) {
    const domain = `.${(key.split('/', 1)[0] ?? '').toLowerCase()}`
    if (domain.endsWith('.kubernetes.io') || domain.endsWith('.k8s.io')) {
      const detail = 'kubernetes.io and k8s.io namespaces are reserved'
      errors.invalid(path.child('options').key(key), key, detail)
    }
  }
}

const CSI_DRIVER_MAX_LENGTH = 63

/** The name of a CSI driver. */
export function validateCSIDriverName(driver: string, path: Path, errors: FieldErrors): void {
  if (driver === '') {
    errors.required(path)
    return
  }
  if (byteLength(driver) > CSI_DRIVER_MAX_LENGTH) errors.tooLong(path, CSI_DRIVER_MAX_LENGTH)
  errors.invalidAll(path, driver, isDNS1123Subdomain(driver.toLowerCase()))
}

/** An inline CSI volume. */
export const validateCsi: SourceCheck<'csi'> = ({ driver, nodePublishSecretRef }, path, errors) => {
  validateCSIDriverName(driver, path.child('driver'), errors)
  if (nodePublishSecretRef === undefined) return
  const { name } = nodePublishSecretRef
  if (!name) errors.required(path.child('nodePublishSecretRef', 'name'))
  else errors.invalidAll(path.child('name'), name, isDNS1123Subdomain(name))
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never']

/** When an image is pulled. */
export function validatePullPolicy(policy: string | undefined, path: Path, errors: FieldErrors): void {
  if (!policy) errors.required(path)
  else if (!PULL_POLICIES.includes(policy)) errors.notSupported(path, policy, PULL_POLICIES)
}

/** The content of an image. */
export const validateImage: SourceCheck<'image'> = (image, path, errors, { options }) => {
  if (options.resourceIsPod && !image.reference) errors.required(path.child('reference'))
  validatePullPolicy(image.pullPolicy, path.child('pullPolicy'), errors)
}
