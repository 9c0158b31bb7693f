// Where containers mount volumes and attach block devices.
// Upstream: pkg/apis/core/validation/validation.go (ValidateVolumeMounts, ValidateVolumeDevices).
import type { Volume, VolumeDevice, VolumeMount } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import type { AnyContainer } from '../visit.ts'
import { hasBacksteps, validateLocalDescendingPath } from '../volumes/paths.ts'

/** The pod's volumes that are themselves in order, by name. */
export type VolumesByName = ReadonlyMap<string, Volume>

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None']
const RECURSIVE_READ_ONLY = ['Disabled', 'Enabled', 'IfPossible']

/** The mounts of one container. */
export function validateVolumeMounts(
  container: AnyContainer,
  volumes: VolumesByName,
  path: Path,
  errors: FieldErrors,
): void {
  const mounts = container.volumeMounts ?? []
  const devices = container.volumeDevices ?? []
  const taken = new Set<string>()
  for (const [i, mount] of mounts.entries()) {
    const place = path.index(i)
    if (mount.name === '') errors.required(place.child('name'))
    if (!volumes.has(mount.name)) errors.notFound(place.child('name'), mount.name)
    if (mount.mountPath === '') errors.required(place.child('mountPath'))
    if (taken.has(mount.mountPath)) errors.invalid(place.child('mountPath'), mount.mountPath, 'must be unique')
    taken.add(mount.mountPath)
    if (devices.length > 0) validateAgainstDevices(mount, devices, place, errors)
    validateSubPaths(mount, place, path, errors)
    validatePropagation(mount, container, path.child('mountPropagation'), errors)
    validateRecursiveReadOnly(mount, path.child('recursiveReadOnly'), errors)
  }
}

function validateAgainstDevices(
  mount: VolumeMount,
  devices: readonly VolumeDevice[],
  place: Path,
  errors: FieldErrors,
): void {
  if (devices.some(({ name }) => name === mount.name)) {
    errors.invalid(place.child('name'), mount.name, 'must not already exist in volumeDevices')
  }
  if (lastByName(devices, 'devicePath').has(mount.mountPath)) {
    errors.invalid(place.child('mountPath'), mount.mountPath, 'must not already exist as a path in volumeDevices')
  }
}

/** The paths upstream knows: one per name, the last. */
function lastByName<K extends string>(items: readonly ({ name: string } & Record<K, string>)[], field: K): Set<string> {
  return new Set(new Map(items.map((item) => [item.name, item[field]])).values())
}

/** Upstream puts these at the list, not at the mount. */
function validateSubPaths({ subPath, subPathExpr }: VolumeMount, place: Path, path: Path, errors: FieldErrors): void {
  if (subPath) validateLocalDescendingPath(subPath, path.child('subPath'), errors)
  if (!subPathExpr) return
  if (subPath) {
    errors.invalid(place.child('subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive')
  }
  validateLocalDescendingPath(subPathExpr, path.child('subPathExpr'), errors)
}

function validatePropagation(
  { mountPropagation }: VolumeMount,
  container: AnyContainer,
  path: Path,
  errors: FieldErrors,
): void {
  if (mountPropagation === undefined) return
  if (!PROPAGATIONS.includes(mountPropagation)) errors.notSupported(path, mountPropagation, PROPAGATIONS)
  if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    errors.forbidden(path, 'Bidirectional mount propagation is available only to privileged containers')
  }
}

function validateRecursiveReadOnly(mount: VolumeMount, path: Path, errors: FieldErrors): void {
  const mode = mount.recursiveReadOnly
  if (mode === undefined || mode === 'Disabled') return
  if (!RECURSIVE_READ_ONLY.includes(mode)) {
    errors.notSupported(path, mode, RECURSIVE_READ_ONLY)
    return
  }
  if (!mount.readOnly) errors.forbidden(path, 'may only be specified when readOnly is true')
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== 'None') {
    errors.forbidden(path, 'may only be specified when mountPropagation is None or not specified')
  }
}

/** The block devices of one container. */
export function validateVolumeDevices(
  container: AnyContainer,
  volumes: VolumesByName,
  path: Path,
  errors: FieldErrors,
): void {
  const devices = container.volumeDevices ?? []
  if (devices.length === 0) return
  const mounts = container.volumeMounts ?? []
  const mountPaths = lastByName(mounts, 'mountPath')
  const paths = new Set<string>()
  const names = new Set<string>()
  for (const [i, { name, devicePath }] of devices.entries()) {
    const place = path.index(i)
    validateDeviceName(name, names, volumes, place.child('name'), errors)
    if (devicePath === '') errors.required(place.child('devicePath'))
    if (paths.has(devicePath)) errors.invalid(place.child('devicePath'), devicePath, 'must be unique')
    if (hasBacksteps(devicePath)) {
      errors.invalid(place.child('devicePath'), devicePath, "can not contain backsteps ('..')")
    } else paths.add(devicePath)
    if (mounts.some((mount) => mount.name === name)) {
      errors.invalid(place.child('name'), name, 'must not already exist in volumeMounts')
    }
    if (mountPaths.has(devicePath)) {
      errors.invalid(place.child('devicePath'), devicePath, 'must not already exist as a path in volumeMounts')
    }
    if (name !== '') names.add(name)
  }
}

function validateDeviceName(
  name: string,
  names: ReadonlySet<string>,
  volumes: VolumesByName,
  path: Path,
  errors: FieldErrors,
): void {
  const volume = volumes.get(name)
  if (name === '') errors.required(path)
  if (names.has(name)) errors.invalid(path, name, 'must be unique')
  if (volume === undefined) {
    errors.notFound(path, name)
    return
  }
  if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
    const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
    errors.invalid(path, name, detail)
  }
}
