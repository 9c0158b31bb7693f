// Which device class serves an extended resource: the one that claims the name, or the one the name itself spells. Where several
// claim a name the newest has it, then the first by name. Asked anew each time: a class that lost a name to one that is deleted
// has it back at once, where upstream's cache waits for it to change.
// Upstream: staging/src/k8s.io/dynamic-resource-allocation/deviceclass/extendedresourcecache/extendedresourcecache.go.
import type { DeviceClass } from '../../../generated/api/resource.v1.ts'
import { isExtendedResourceName } from '../../../model/extended-resource.ts'
import type { Lister } from '../../api/types.ts'

const CLASSES = 'deviceclasses.resource.k8s.io'
const IMPLICIT = 'deviceclass.resource.kubernetes.io/'

/** The name under which a class can always be asked for. */
export const implicitResource = (className: string): string => `${IMPLICIT}${className}`

/** Whether a device class may serve the resource. */
export const mayBeDevice = (resource: string): boolean =>
  isExtendedResourceName(resource) || resource.startsWith(IMPLICIT)

/** The class that serves a resource. */
export function classOfResource(lister: Lister, resource: string): DeviceClass | undefined {
  if (resource.startsWith(IMPLICIT)) return lister.get<DeviceClass>(CLASSES, '', resource.slice(IMPLICIT.length))
  let best: DeviceClass | undefined
  for (const each of lister.list<DeviceClass>(CLASSES)) {
    if (each.spec.extendedResourceName !== resource) continue
    if (best === undefined || isBefore(each, best)) best = each
  }
  return best
}

function isBefore({ metadata: a }: DeviceClass, { metadata: b }: DeviceClass): boolean {
  const [left, right] = [a.creationTimestamp ?? '', b.creationTimestamp ?? '']
  return left === right ? (a.name ?? '') < (b.name ?? '') : left > right
}

/** Whether a node leaves a resource to devices: no plugin of its own announces any, and a class serves it. */
export const isServedByDevices = (lister: Lister, resource: string, allocatable: number): boolean =>
  allocatable <= 0 && classOfResource(lister, resource) !== undefined
