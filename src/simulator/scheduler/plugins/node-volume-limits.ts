// Refuses nodes that cannot attach that many volumes of a CSI driver (CSINode says how many). In-tree volumes are counted for
// the driver they are migrated to. Upstream: pkg/scheduler/framework/plugins/nodevolumelimits/csi.go.
import type { PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type { CSINode, VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { Lister } from '../../api/types.ts'
import { type NodeInfo, type PluginFactory, type Pod, type Status, skip, status } from '../contract.ts'
import { claimsOf, classOfClaim, getClaim, getClass, getVolume, noSuchClaim, notOwned } from '../volumes/claims.ts'
import { limitEvents } from '../volumes/hints.ts'
import { driverOfProvisioner, inlineSource, migratedSource } from '../volumes/migration.ts'

const exceeded = status('Unschedulable', 'node(s) exceed max volume count')

/** VolumeHandles by driver: `driver/handle` → driver. */
type Attached = Map<string, string>

/** NodeVolumeLimits. */
export const plugin: PluginFactory = {
  name: 'NodeVolumeLimits',
  create: ({ client: { lister } }) => ({
    events: limitEvents,
    preFilter: (_state, { spec }) =>
      (spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim || volume.ephemeral || inlineSource(volume))
        ? undefined
        : { status: skip },
    filter: (_state, pod, node) => refusal(lister, pod, node),
  }),
}

function refusal(lister: Lister, pod: Pod, node: NodeInfo): Status | undefined {
  const csiNode = lister.get<CSINode>('csinodes.storage.k8s.io', '', node.name)
  const wanted: Attached = new Map()
  const problem = collect(lister, pod, csiNode, true, wanted)
  if (problem !== undefined) return problem
  if (wanted.size === 0) return undefined
  const limits = new Map<string, number>()
  for (const { name, allocatable } of csiNode?.spec.drivers ?? []) {
    if (allocatable?.count !== undefined) limits.set(name, allocatable.count)
  }
  if (limits.size === 0) return undefined
  const attached: Attached = new Map()
  for (const other of node.pods.values()) {
    const wrong = collect(lister, other.pod, csiNode, false, attached)
    if (wrong !== undefined) return wrong
  }
  addAttachments(lister, node.name, attached)
  const counts = new Map<string, number>()
  const count = (driver: string): void => {
    counts.set(driver, (counts.get(driver) ?? 0) + 1)
  }
  for (const driver of attached.values()) count(driver)
  const fresh = new Set<string>()
  for (const [volume, driver] of wanted) {
    if (attached.has(volume)) continue
    count(driver)
    fresh.add(driver)
  }
  for (const driver of fresh) {
    const limit = limits.get(driver)
    if (limit !== undefined && counts.get(driver)! > limit) return exceeded
  }
  return undefined
}

/** Adds the attachable volumes of a pod. What is wrong with a pod already placed does not matter, but for its ownership. */
function collect(
  lister: Lister,
  pod: Pod,
  csiNode: CSINode | undefined,
  isNew: boolean,
  volumes: Attached,
): Status | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const inline = csiNode === undefined ? undefined : inlineSource(volume)
    if (inline !== undefined) volumes.set(`${inline.driver}/${inline.handle}`, inline.driver)
  }
  for (const { name, ephemeral } of claimsOf(pod)) {
    if (name === '') return status('Error', 'PersistentVolumeClaim had no name')
    const claim = getClaim(lister, pod, name)
    if (claim === undefined) {
      if (!isNew) continue
      const text = `looking up PVC ${pod.metadata.namespace}/${name}: ${noSuchClaim(name)}`
      return status('UnschedulableAndUnresolvable', text)
    }
    const foreign = ephemeral ? notOwned(pod, claim) : undefined
    if (foreign !== undefined) return status('Error', foreign)
    const source = sourceOf(lister, csiNode, claim)
    if (source !== undefined) volumes.set(`${source.driver}/${source.handle}`, source.driver)
  }
  return undefined
}

/** The driver and handle behind a claim; of a volume still to be made, the class tells the driver. */
function sourceOf(
  lister: Lister,
  csiNode: CSINode | undefined,
  claim: PersistentVolumeClaim,
): { driver: string; handle: string } | undefined {
  const volume = claim.spec.volumeName ? getVolume(lister, claim.spec.volumeName) : undefined
  if (volume !== undefined) {
    const { csi } = volume.spec
    if (csi !== undefined) return { driver: csi.driver, handle: csi.volumeHandle }
    return csiNode === undefined ? undefined : migratedSource(volume)
  }
  const found = getClass(lister, classOfClaim(claim))
  if (found === undefined) return undefined
  const driver = driverOfProvisioner(found.provisioner, csiNode !== undefined)
  const { namespace, name } = claim.metadata
  return driver === undefined ? undefined : { driver, handle: `pending-${namespace}/${name}` }
}

function addAttachments(lister: Lister, nodeName: string, attached: Attached): void {
  for (const { spec } of lister.list<VolumeAttachment>('volumeattachments.storage.k8s.io')) {
    const { attacher, source } = spec
    if (spec.nodeName !== nodeName || !attacher || source.persistentVolumeName === undefined) continue
    const csi = getVolume(lister, source.persistentVolumeName)?.spec.csi
    if (csi !== undefined) attached.set(`${attacher}/${csi.volumeHandle}`, attacher)
  }
}
