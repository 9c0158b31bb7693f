// What a driver says of one allocated device. Upstream: validateDeviceStatus in pkg/apis/resource/validation/validation.go.
import type { AllocatedDeviceStatus, NetworkDeviceData } from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateRawObject } from '../../lib/dra/configuration.ts'
import { validateSet } from '../../lib/dra/lists.ts'
import { validateDriverName, validateLabelLikeName, validatePoolName, validateUid } from '../../lib/dra/names.ts'
import { validateConditions } from '../../lib/validation/conditions.ts'
import { isValidInterfaceAddress, longerThan } from '../../lib/validation/names.ts'

const MAX_CONDITIONS = 8
const MAX_DATA = 10 * 1024
const MAX_IPS = 16
const MAX_INTERFACE = 256
const MAX_ADDRESS = 128

/** What tells devices apart. */
interface DeviceId {
  readonly driver: string
  readonly pool: string
  readonly device: string
  readonly shareID?: string | undefined
}

/** A device's id as one text. */
export const deviceIdOf = (device: DeviceId): string => JSON.stringify(shownDevice(device))

/** A device's id as messages show it. */
export const shownDevice = ({ driver, pool, device, shareID = '' }: DeviceId): object => ({
  Driver: driver,
  Pool: pool,
  Device: device,
  ShareID: shareID,
})

/** The status of one device, which must be among the allocated. */
export function validateDeviceStatus(
  status: AllocatedDeviceStatus,
  allocated: ReadonlySet<string>,
  path: Path,
  errors: FieldErrors,
): void {
  const { driver, pool, device, shareID, conditions, data, networkData } = status
  validateDriverName(driver, path.child('driver'), errors)
  validatePoolName(pool, path.child('pool'), errors)
  validateLabelLikeName(device, path.child('device'), errors)
  if (shareID !== undefined) validateUid(shareID, path.child('shareID'), errors)
  if (!allocated.has(deviceIdOf(status))) {
    errors.invalid(path, shownDevice(status), 'must be an allocated device in the claim')
  }
  const place = path.child('conditions')
  if ((conditions?.length ?? 0) > MAX_CONDITIONS) errors.tooMany(place, conditions?.length ?? 0, MAX_CONDITIONS)
  validateConditions(conditions ?? undefined, place, errors)
  if (data !== undefined && data !== null) validateRawObject(data, path.child('data'), errors, false, MAX_DATA)
  if (networkData) validateNetworkData(networkData, path.child('networkData'), errors)
}

function validateNetworkData(data: NetworkDeviceData, path: Path, errors: FieldErrors): void {
  const { interfaceName = '', hardwareAddress = '', ips } = data
  if (longerThan(interfaceName, MAX_INTERFACE)) errors.tooLong(path.child('interfaceName'), MAX_INTERFACE)
  if (longerThan(hardwareAddress, MAX_ADDRESS)) errors.tooLong(path.child('hardwareAddress'), MAX_ADDRESS)
  const address = (ip: string, at: Path): void => isValidInterfaceAddress(at, ip, errors)
  validateSet(ips, MAX_IPS, address, (ip) => ip, path.child('ips'), errors)
}
