// What a VolumeAttachment is called and made of, whether a volume may be on several nodes, and which pods need which.
// Upstream: pkg/volume/csi/csi_attacher.go, pkg/volume/util/util.go (IsMultiAttachAllowed), attachdetach/cache.
import { createHash } from 'node:crypto'
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { CSIDriver, VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { Client } from '../../client/client.ts'
import { podsByNode } from '../../client/indexes.ts'
import { CLAIMS, claimNameOf, isTerminated, VOLUMES } from '../lib/storage/volumes.ts'

/** The store's key of attachments. */
export const ATTACHMENTS = 'volumeattachments.storage.k8s.io'
const DRIVERS = 'csidrivers.storage.k8s.io'
const SHARED: ReadonlySet<string> = new Set(['ReadWriteMany', 'ReadOnlyMany'])

/** A volume that pods on a node need. */
export interface Wanted {
  readonly volume: PersistentVolume
  readonly pods: Pod[]
}

/** The volumes that pods on a node need, by the name of their attachment. */
export function wantedOn(client: Client, node: string): Map<string, Wanted> {
  const { lister } = client
  const wanted = new Map<string, Wanted>()
  for (const pod of client.indexed(podsByNode, node)) {
    if (isTerminated(pod)) continue
    for (const podVolume of pod.spec.volumes ?? []) {
      const claimName = claimNameOf(pod, podVolume)
      if (claimName === undefined) continue
      const claim = lister.get<PersistentVolumeClaim>(CLAIMS, pod.metadata.namespace ?? '', claimName)
      const volume = lister.get<PersistentVolume>(VOLUMES, '', claim?.spec.volumeName ?? '')
      const csi = volume?.spec.csi
      if (volume === undefined || csi === undefined || claim?.metadata.uid !== volume.spec.claimRef?.uid) continue
      if (lister.get<CSIDriver>(DRIVERS, '', csi.driver)?.spec.attachRequired === false) continue
      const name = attachmentName(csi.volumeHandle, csi.driver, node)
      const entry = wanted.get(name) ?? { volume, pods: [] }
      entry.pods.push(pod)
      wanted.set(name, entry)
    }
  }
  return wanted
}

/** Whether a volume may be attached to several nodes: nobody says it may not. */
export const mayBeShared = ({ spec }: PersistentVolume): boolean =>
  !spec.accessModes?.length || spec.accessModes.some((mode) => SHARED.has(mode))

/** What nodes call a volume. */
export const uniqueName = ({ driver, volumeHandle }: { driver: string; volumeHandle: string }): string =>
  `kubernetes.io/csi/${driver}^${volumeHandle}`

const attachmentName = (volumeHandle: string, driver: string, node: string): string =>
  `csi-${createHash('sha256')
    .update(volumeHandle + driver + node)
    .digest('hex')}`

/** A fresh attachment. */
export const attachmentOf = (
  name: string,
  { metadata, spec }: PersistentVolume,
  nodeName: string,
): VolumeAttachment => ({
  kind: 'VolumeAttachment',
  apiVersion: 'storage.k8s.io/v1',
  metadata: { name },
  spec: { attacher: spec.csi!.driver, nodeName, source: { persistentVolumeName: metadata.name } },
  status: { attached: false },
})

/** What pods are told that need a volume another node has; `holders` are the pods it has it for. */
export function multiAttachMessage(volume: PersistentVolume, pod: Pod, holders: readonly Pod[]): string {
  const local = holders.filter(({ metadata }) => metadata.namespace === pod.metadata.namespace)
  const names = local.map(({ metadata }) => metadata.name ?? '').sort()
  const others = holders.length - local.length
  const elsewhere = `${others} pod(s) in different namespaces`
  const why =
    holders.length === 0
      ? "Volume is already exclusively attached to one node and can't be attached to another"
      : names.length === 0
        ? `Volume is already used by ${elsewhere}`
        : `Volume is already used by pod(s) ${names.join(', ')}${others > 0 ? ` and ${elsewhere}` : ''}`
  return `Multi-Attach error for volume "${volume.metadata.name}" ${why}`
}

/** What is said of an attacher that does not come. */
export const overdue = ({ driver, volumeHandle }: { driver: string; volumeHandle: string }): string =>
  `timed out waiting for external-attacher of ${driver} CSI driver to attach volume ${volumeHandle}`
