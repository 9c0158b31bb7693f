// Asks drivers to attach the volumes of pods to their nodes and to detach them when no pod there needs them: VolumeAttachments
// of CSI volumes, the only ones that are attached. Upstream: pkg/controller/volume/attachdetach, pkg/volume/csi/csi_attacher.go.
import { createHash } from 'node:crypto'
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { CSIDriver, VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByNode } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { CLAIMS, claimNameOf, isTerminated, VOLUMES } from '../lib/storage/volumes.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const ATTACHMENTS = 'volumeattachments.storage.k8s.io'
const DRIVERS = 'csidrivers.storage.k8s.io'
/** How long an attacher may take before pods are told. */
const TIMEOUT_MS = 120_000

/** persistentvolume-attach-detach-controller. */
export const controller: Controller = {
  name: 'persistentvolume-attach-detach-controller',
  wakesOn: [VOLUMES],
  start: (environment) => new AttachDetach(environment),
}

class AttachDetach implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #queue: WorkQueue

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'attachdetach-controller')
    this.#clock = environment.clock
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'attachdetach-controller')
    this.#queue = new WorkQueue(environment.clock, (node) => this.#sync(node))
    this.#informers = environment.informers()
    const enqueue = ({ spec }: Pod): void => {
      if (spec.nodeName && spec.volumes?.some((v) => v.persistentVolumeClaim ?? v.ephemeral))
        this.#queue.add(spec.nodeName)
    }
    this.#informers.on<Pod>('pods', {
      add: enqueue,
      update: (pod, old) => {
        if (pod.spec.nodeName !== old.spec.nodeName || isTerminated(pod) !== isTerminated(old)) enqueue(pod)
      },
      delete: enqueue,
    })
    this.#informers.on<VolumeAttachment>(ATTACHMENTS, {
      update: (attachment, old) => {
        if (attachment.status.attached && !old.status.attached) this.#attached(attachment)
      },
      delete: ({ spec }) => this.#queue.add(spec.nodeName),
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
  }

  /** The volumes that pods on a node need, by the name of their attachment. */
  #wanted(node: string): Map<string, { readonly volume: PersistentVolume; readonly pods: Pod[] }> {
    const { lister } = this.#client
    const wanted = new Map<string, { readonly volume: PersistentVolume; readonly pods: Pod[] }>()
    for (const pod of this.#client.indexed(podsByNode, node)) {
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

  #sync(node: string): SyncResult {
    const wanted = this.#wanted(node)
    const known = this.#client.lister.list<VolumeAttachment>(ATTACHMENTS).filter(({ spec }) => spec.nodeName === node)
    for (const attachment of known) {
      const name = attachment.metadata.name ?? ''
      if (wanted.delete(name) || attachment.metadata.deletionTimestamp !== undefined) continue
      if (!this.#isInUse(attachment)) this.#client.delete(ATTACHMENTS, '', name)
    }
    for (const [name, { volume }] of wanted) {
      const created = this.#client.create<VolumeAttachment>(ATTACHMENTS, attachmentOf(name, volume, node))
      if (!created.ok && created.status.code !== 409) return 'retry'
      this.#clock.after(TIMEOUT_MS, () => this.#overdue(node, name))
    }
    return undefined
  }

  /** Kubelets say which volumes are mounted: those are not detached. */
  #isInUse({ spec }: VolumeAttachment): boolean {
    const node = this.#client.lister.get<Node>('nodes', '', spec.nodeName)
    const csi = this.#client.lister.get<PersistentVolume>(VOLUMES, '', spec.source.persistentVolumeName ?? '')?.spec.csi
    return csi !== undefined && node?.status.volumesInUse?.includes(uniqueName(csi)) === true
  }

  #attached({ metadata, spec }: VolumeAttachment): void {
    const entry = this.#wanted(spec.nodeName).get(metadata.name ?? '')
    if (entry === undefined) return
    const { volume, pods } = entry
    const node = this.#client.lister.get<Node>('nodes', '', spec.nodeName)
    const name = uniqueName(volume.spec.csi!)
    const others = (node?.status.volumesAttached ?? []).filter((attached) => attached.name !== name)
    const status = { volumesAttached: [...others, { name, devicePath: '' }] }
    this.#client.patch('nodes', '', spec.nodeName, 'application/strategic-merge-patch+json', { status }, 'status')
    const message = `AttachVolume.Attach succeeded for volume "${volume.metadata.name}" `
    for (const pod of pods) this.#recorder.event(pod, 'Normal', 'SuccessfulAttachVolume', message)
  }

  #overdue(node: string, name: string): void {
    const entry = this.#wanted(node).get(name)
    const attachment = this.#client.lister.get<VolumeAttachment>(ATTACHMENTS, '', name)
    const csi = entry?.volume.spec.csi
    if (entry === undefined || csi === undefined || attachment === undefined || attachment.status.attached) return
    const why = `timed out waiting for external-attacher of ${csi.driver} CSI driver to attach volume ${csi.volumeHandle}`
    const message = `AttachVolume.Attach failed for volume "${entry.volume.metadata.name}" : ${why}`
    for (const pod of entry.pods) this.#recorder.event(pod, 'Warning', 'FailedAttachVolume', message)
    this.#clock.after(TIMEOUT_MS, () => this.#overdue(node, name))
  }
}

const uniqueName = ({ driver, volumeHandle }: { driver: string; volumeHandle: string }): string =>
  `kubernetes.io/csi/${driver}^${volumeHandle}`

const attachmentName = (volumeHandle: string, driver: string, node: string): string =>
  `csi-${createHash('sha256')
    .update(volumeHandle + driver + node)
    .digest('hex')}`

const attachmentOf = (name: string, { metadata, spec }: PersistentVolume, nodeName: string): VolumeAttachment => ({
  kind: 'VolumeAttachment',
  apiVersion: 'storage.k8s.io/v1',
  metadata: { name },
  spec: { attacher: spec.csi!.driver, nodeName, source: { persistentVolumeName: metadata.name } },
  status: { attached: false },
})
