// Refuses nodes outside the zones of the pod's volumes, as the labels of the volumes tell them.
// Upstream: pkg/scheduler/framework/plugins/volumezone/volume_zone.go.
import type { Lister } from '../../api/types.ts'
import { type NodeInfo, type PluginFactory, type Pod, type Status, skip, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import {
  classOfClaim,
  getClaim,
  getClass,
  getVolume,
  noSuchClaim,
  noSuchClass,
  noSuchVolume,
} from '../volumes/claims.ts'
import { zoneEvents } from '../volumes/hints.ts'
import { type ZoneLabel, zoneLabels, zonesOf } from '../volumes/zones.ts'

const zonesKey = stateKey<readonly ZoneLabel[]>('PreFilterVolumeZone')
const elsewhere = status('UnschedulableAndUnresolvable', 'node(s) had no available volume zone')

/** VolumeZone. */
export const plugin: PluginFactory = {
  name: 'VolumeZone',
  create: ({ client: { lister } }) => ({
    events: zoneEvents,
    preFilter(state, pod) {
      const zones = zonesOfPod(lister, pod)
      if ('code' in zones) return { status: zones }
      if (zones.length === 0) return { status: skip }
      state.write(zonesKey, zones)
      return undefined
    },
    filter: (state, _pod, node) => (isThere(node, state.read(zonesKey) ?? []) ? undefined : elsewhere),
  }),
}

const refuse = (why: string): Status => status('UnschedulableAndUnresolvable', why)

function zonesOfPod(lister: Lister, pod: Pod): ZoneLabel[] | Status {
  const zones: ZoneLabel[] = []
  for (const { persistentVolumeClaim } of pod.spec.volumes ?? []) {
    if (persistentVolumeClaim === undefined) continue
    const name = persistentVolumeClaim.claimName
    if (name === '') return refuse('PersistentVolumeClaim had no name')
    const claim = getClaim(lister, pod, name)
    if (claim === undefined) return refuse(noSuchClaim(name))
    const { volumeName } = claim.spec
    if (!volumeName) {
      const why = unboundProblem(lister, classOfClaim(claim))
      if (why !== undefined) return refuse(why)
      continue
    }
    const volume = getVolume(lister, volumeName)
    if (volume === undefined) return refuse(noSuchVolume(volumeName))
    zones.push(...zonesOf(volume))
  }
  return zones
}

function unboundProblem(lister: Lister, className: string): string | undefined {
  if (className === '') return 'PersistentVolumeClaim had no pv name and storageClass name'
  const found = getClass(lister, className)
  if (found === undefined) return noSuchClass(className)
  if (found.volumeBindingMode === undefined) return `VolumeBindingMode not set for StorageClass "${className}"`
  return found.volumeBindingMode === 'WaitForFirstConsumer' ? undefined : 'PersistentVolume had no name'
}

/** A node without any zone is in all of them. */
function isThere({ labels }: NodeInfo, zones: readonly ZoneLabel[]): boolean {
  if (![...zoneLabels.keys()].some((key) => labels.has(key))) return true
  return zones.every(({ key, values }) => {
    const value = labels.get(key) ?? labels.get(zoneLabels.get(key) ?? key)
    return value !== undefined && values.includes(value)
  })
}
