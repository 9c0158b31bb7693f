// Asks drivers to attach the volumes of pods to their nodes and to detach them when no pod there needs them: VolumeAttachments
// of CSI volumes, the only ones that are attached. A volume for one node at a time waits until the other has let it go.
// Upstream: pkg/controller/volume/attachdetach, whose loop looks ten times a second; here only when something has changed.
import type { Node, PersistentVolume, Pod } from '../../../generated/api/core.v1.ts'
import type { VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { isTerminated, VOLUMES } from '../lib/storage/volumes.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import {
  ATTACHMENTS,
  attachmentOf,
  mayBeShared,
  multiAttachMessage,
  uniqueName,
  type Wanted,
  wantedOn,
} from './attachments.ts'
import { Attempts } from './attempts.ts'

/** A node that is not ready has so long to unmount a volume before it is detached all the same. */
const UNMOUNT_MS = 360_000
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

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
  readonly #attempts: Attempts
  /** Attachments that wait for another node to let the volume go, by name; their nodes. */
  readonly #blocked = new Map<string, string>()
  /** When attachments that are still mounted were first to go, by name. */
  readonly #leaving = new Map<string, number>()

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'attachdetach-controller')
    this.#clock = environment.clock
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'attachdetach-controller')
    this.#queue = new WorkQueue(environment.clock, (node) => this.#sync(node))
    this.#attempts = new Attempts(environment.clock, this.#client, (attachment, message) =>
      this.#failed(attachment, message),
    )
    this.#informers = environment.informers()
    this.#listen()
  }

  #listen(): void {
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
        else this.#attempts.look(attachment)
      },
      delete: ({ metadata, spec }) => {
        this.#attempts.forget(metadata.name ?? '')
        this.#queue.add(spec.nodeName)
        for (const node of new Set(this.#blocked.values())) this.#queue.add(node)
      },
    })
    this.#informers.on<Node>('nodes', {
      update: (node, old) => {
        if (this.#leaving.size === 0) return
        if (node.status.volumesInUse !== old.status.volumesInUse || node.spec.taints !== old.spec.taints)
          this.#queue.add(node.metadata.name ?? '')
      },
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
    this.#attempts.stop()
  }

  #sync(node: string): SyncResult {
    const wanted = wantedOn(this.#client, node)
    const all = this.#client.lister.list<VolumeAttachment>(ATTACHMENTS)
    for (const [name, on] of this.#blocked) if (on === node && !wanted.has(name)) this.#blocked.delete(name)
    for (const attachment of all) {
      if (attachment.spec.nodeName !== node) continue
      const name = attachment.metadata.name ?? ''
      if (wanted.delete(name)) {
        this.#leaving.delete(name)
        if (attachment.metadata.deletionTimestamp !== undefined) this.#attempts.begin(attachment)
      } else if (attachment.metadata.deletionTimestamp === undefined) this.#detach(attachment)
    }
    for (const [name, entry] of wanted) {
      if (!mayBeShared(entry.volume) && this.#isElsewhere(name, entry, node, all)) continue
      this.#blocked.delete(name)
      const created = this.#client.create<VolumeAttachment>(ATTACHMENTS, attachmentOf(name, entry.volume, node))
      if (created.ok) this.#attempts.begin(created.object)
      else if (created.status.code !== 409) return 'retry'
    }
    return undefined
  }

  /** Whether another node has a volume that only one may have; the pods are told once. */
  #isElsewhere(name: string, { volume, pods }: Wanted, node: string, all: readonly VolumeAttachment[]): boolean {
    const others = all.filter(({ spec }) => spec.source.persistentVolumeName === volume.metadata.name)
    if (others.length === 0) return false
    const told = this.#blocked.has(name)
    this.#blocked.set(name, node)
    const holding = others.filter(({ status }) => status.attached)
    if (holding.length === 0 || told) return true
    const holders = holding.flatMap(
      ({ metadata, spec }) => wantedOn(this.#client, spec.nodeName).get(metadata.name ?? '')?.pods ?? [],
    )
    for (const pod of pods)
      this.#recorder.event(pod, 'Warning', 'FailedAttachVolume', multiAttachMessage(volume, pod, holders))
    return true
  }

  #detach(attachment: VolumeAttachment): void {
    const { name = '' } = attachment.metadata
    const csi = this.#volumeOf(attachment)?.spec.csi
    const node = this.#client.lister.get<Node>('nodes', '', attachment.spec.nodeName)
    if (csi !== undefined && node?.status.volumesInUse?.includes(uniqueName(csi)) && !this.#mayForce(name, node)) return
    this.#leaving.delete(name)
    this.#attempts.forget(name)
    if (csi !== undefined && node?.status.volumesAttached?.some((attached) => attached.name === uniqueName(csi)))
      if (!this.#report(node, uniqueName(csi), false)) return
    this.#client.delete(ATTACHMENTS, '', name)
  }

  /** A node that is out of service, or not ready for long, need not unmount what it says it has mounted. */
  #mayForce(name: string, node: Node): boolean {
    if (node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE)) return true
    const now = this.#clock.now()
    const since = this.#leaving.get(name) ?? now
    if (!this.#leaving.has(name)) {
      this.#leaving.set(name, since)
      this.#clock.after(UNMOUNT_MS + 1, () => this.#queue.add(node.metadata.name ?? ''))
    }
    const ready = node.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'
    return !ready && now - since > UNMOUNT_MS
  }

  #volumeOf({ spec }: VolumeAttachment): PersistentVolume | undefined {
    return this.#client.lister.get<PersistentVolume>(VOLUMES, '', spec.source.persistentVolumeName ?? '')
  }

  #attached({ metadata, spec }: VolumeAttachment): void {
    this.#attempts.forget(metadata.name ?? '')
    for (const node of new Set(this.#blocked.values())) this.#queue.add(node)
    const entry = wantedOn(this.#client, spec.nodeName).get(metadata.name ?? '')
    const node = this.#client.lister.get<Node>('nodes', '', spec.nodeName)
    if (entry === undefined || node === undefined) return
    this.#report(node, uniqueName(entry.volume.spec.csi!), true)
    const message = `AttachVolume.Attach succeeded for volume "${entry.volume.metadata.name}" `
    for (const pod of entry.pods) this.#recorder.event(pod, 'Normal', 'SuccessfulAttachVolume', message)
  }

  /** Says in the status of the node what it has. */
  #report({ metadata, status }: Node, name: string, attached: boolean): boolean {
    const others = (status.volumesAttached ?? []).filter((each) => each.name !== name)
    const all = attached ? [...others, { name, devicePath: '' }] : others
    const body = { status: { volumesAttached: all.length > 0 ? all : null } }
    const type = 'application/strategic-merge-patch+json'
    return this.#client.patch('nodes', '', metadata.name ?? '', type, body, 'status').ok
  }

  /** Tells the pods that wait for an attachment why there is none; false when none does. */
  #failed({ metadata, spec }: VolumeAttachment, why: string): boolean {
    const entry = wantedOn(this.#client, spec.nodeName).get(metadata.name ?? '')
    if (entry === undefined) return false
    const message = `AttachVolume.Attach failed for volume "${entry.volume.metadata.name}" : ${why}`
    for (const pod of entry.pods) this.#recorder.event(pod, 'Warning', 'FailedAttachVolume', message)
    return true
  }
}
