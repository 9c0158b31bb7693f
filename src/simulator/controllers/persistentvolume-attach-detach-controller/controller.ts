// Asks drivers to attach the volumes of pods to their nodes and to detach them when no pod there needs them: VolumeAttachments
// of CSI volumes, the only ones that are attached, to nodes that say they want it so. A volume for one node at a time waits until the
// other has let it go.
// Upstream: pkg/controller/volume/attachdetach, whose loop looks ten times a second; here only when something has changed, or where the
// last look came to nothing. Attachments somebody else deletes are missed when it verifies all, once a minute.
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByClaim } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { CLAIMS, isTerminated, keyOf, VOLUMES } from '../lib/storage/volumes.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import {
  ATTACHMENTS,
  attachmentOf,
  mayBeShared,
  multiAttachMessage,
  overdue,
  uniqueName,
  type Wanted,
  wantedOn,
} from './attachments.ts'
import { Attempts, type Outcomes } from './attempts.ts'
import { NodeVolumes } from './node-volumes.ts'

/** How often upstream's loop looks: when what came to nothing is tried again that has no pause of its own. */
const LOOP_MS = 100

/** How often it verifies that what is attached is: a minute has to be over when the loop looks (--attach-detach-reconcile-sync-period). */
const VERIFY_MS = 60_000 + LOOP_MS

/** persistentvolume-attach-detach-controller. */
export const controller: Controller = {
  name: 'persistentvolume-attach-detach-controller',
  wakesOn: [VOLUMES],
  start: (environment) => new AttachDetach(environment),
}

interface Asked extends Wanted {
  readonly node: string
}

class AttachDetach implements Running, Outcomes {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #queue: WorkQueue
  readonly #attempts: Attempts
  readonly #nodes: NodeVolumes
  readonly #begun: number
  #stopped = false
  /** What was asked for when a try to attach began, by the name of the attachment. */
  readonly #asked = new Map<string, Asked>()
  /** Attachments there are or may be; true of those that are known to have been made. */
  readonly #known = new Map<string, boolean>()
  /** Attachments that wait for another node to let the volume go, and whether their pods have been told. */
  readonly #blocked = new Map<string, { readonly node: string; readonly told: boolean }>()

  constructor(environment: Environment) {
    const { clock, random } = environment
    this.#client = controllerClient(environment, 'attachdetach-controller')
    this.#clock = clock
    this.#begun = environment.begun
    this.#recorder = new EventRecorder(this.#client, clock, 'attachdetach-controller')
    this.#queue = new WorkQueue(clock, (node) => this.#sync(node))
    this.#attempts = new Attempts(clock, random, this.#client, this)
    this.#nodes = new NodeVolumes(this.#client, environment, (node) => this.#queue.add(node))
    this.#informers = environment.informers()
    this.#adopt()
    this.#listen()
  }

  /** What nodes say they have is attached; what else was asked for is waited for, or let go. */
  #adopt(): void {
    for (const attachment of this.#client.lister.list<VolumeAttachment>(ATTACHMENTS)) {
      const { nodeName } = attachment.spec
      const csi = this.#volumeOf(attachment)?.spec.csi
      if (csi === undefined) continue
      this.#known.set(attachment.metadata.name ?? '', this.#nodes.reports(nodeName, uniqueName(csi)))
      this.#queue.add(nodeName)
    }
  }

  #listen(): void {
    const enqueue = ({ spec }: Pod): void => {
      if (spec.nodeName && spec.volumes?.some((v) => v.persistentVolumeClaim ?? v.ephemeral))
        this.#queue.add(spec.nodeName)
    }
    const bound = (claim: PersistentVolumeClaim, old?: PersistentVolumeClaim): void => {
      if (claim.status.phase !== 'Bound' || old?.status.phase === 'Bound') return
      for (const pod of this.#client.indexed(podsByClaim, keyOf(claim))) enqueue(pod)
    }
    this.#informers.on<Pod>('pods', {
      add: enqueue,
      update: (pod, old) => {
        if (pod.spec.nodeName !== old.spec.nodeName || isTerminated(pod) !== isTerminated(old)) enqueue(pod)
      },
      delete: enqueue,
    })
    this.#informers.on<PersistentVolumeClaim>(CLAIMS, { add: bound, update: bound })
    this.#informers.on<VolumeAttachment>(ATTACHMENTS, {
      update: ({ metadata }) => this.#attempts.heard(metadata.name ?? ''),
      delete: (attachment) => {
        const { name = '' } = attachment.metadata
        if (this.#holds(name)) this.#clock.at(this.#nextVerification(), () => this.#miss(attachment))
        else this.#gone(name, attachment.spec.nodeName)
      },
    })
    this.#informers.on<Node>('nodes', {
      add: (node) => this.#nodes.heard(node),
      update: (node, old) => {
        this.#nodes.heard(node)
        if (node.metadata !== old.metadata) this.#queue.add(node.metadata.name ?? '')
      },
      delete: (node) => this.#nodes.heard(node),
    })
  }

  #nextVerification(): number {
    return this.#begun + (Math.floor((this.#clock.now() - this.#begun) / VERIFY_MS) + 1) * VERIFY_MS
  }

  /** Finds out that an attachment is not there, where nobody has made it anew. */
  #miss(attachment: VolumeAttachment): void {
    const { name = '', uid } = attachment.metadata
    const { nodeName } = attachment.spec
    const current = this.#client.lister.get<VolumeAttachment>(ATTACHMENTS, '', name)
    if (this.#stopped || !this.#holds(name) || (current !== undefined && current.metadata.uid !== uid)) return
    const csi = this.#volumeOf(attachment)?.spec.csi
    if (csi !== undefined) this.#nodes.report(nodeName, uniqueName(csi), false)
    this.#gone(name, nodeName)
  }

  #gone(name: string, node: string): void {
    this.#attempts.forget(name)
    this.#nodes.settled(name)
    this.#known.delete(name)
    this.#queue.add(node)
    this.#lookAtBlocked()
  }

  stop(): void {
    this.#stopped = true
    this.#informers.stop()
    this.#queue.stop()
    this.#attempts.stop()
    this.#nodes.stop()
  }

  #sync(node: string): SyncResult {
    const wanted = this.#nodes.isManaged(node) ? wantedOn(this.#client, node) : new Map<string, Wanted>()
    const all = this.#client.lister.list<VolumeAttachment>(ATTACHMENTS)
    let result: SyncResult
    for (const [name, blocked] of this.#blocked)
      if (blocked.node === node && !wanted.has(name)) this.#blocked.delete(name)
    for (const attachment of all) {
      if (attachment.spec.nodeName !== node) continue
      if (wanted.has(attachment.metadata.name ?? '')) this.#nodes.settled(attachment.metadata.name ?? '')
      else result = this.#detach(attachment) ?? result
    }
    for (const [name, entry] of wanted) {
      const phase = this.#attempts.phaseOf(name)
      if (this.#known.get(name) === true || (phase !== undefined && phase !== 'detach again')) continue
      if (!mayBeShared(entry.volume) && this.#isElsewhere(name, entry, node, all)) continue
      this.#blocked.delete(name)
      this.#attach(name, { ...entry, node })
    }
    return result
  }

  #attach(name: string, asked: Asked): void {
    this.#asked.set(name, asked)
    if (this.#client.lister.get(ATTACHMENTS, '', name) === undefined) {
      const made = this.#client.create<VolumeAttachment>(ATTACHMENTS, attachmentOf(name, asked.volume, asked.node))
      if (this.#clock.held !== undefined) return
      if (!made.ok && made.status.code !== 409) {
        this.#attempts.fail(name, `kubernetes.io/csi: attacher.Attach failed: ${made.status.message}`)
        return
      }
    }
    this.#attempts.attach(name)
  }

  /** Whether another node has a volume that only one may have; the pods are told once. */
  #isElsewhere(name: string, { volume, pods }: Wanted, node: string, all: readonly VolumeAttachment[]): boolean {
    const others = all.filter(
      ({ spec }) => spec.source.persistentVolumeName === volume.metadata.name && spec.nodeName !== node,
    )
    if (others.length === 0) return false
    const told = this.#blocked.get(name)?.told === true
    const holding = others.filter(({ metadata }) => this.#holds(metadata.name ?? ''))
    this.#blocked.set(name, { node, told: told || holding.length > 0 })
    if (told || holding.length === 0) return true
    const holders = holding.flatMap(
      ({ metadata, spec }) => wantedOn(this.#client, spec.nodeName).get(metadata.name ?? '')?.pods ?? [],
    )
    for (const pod of pods)
      this.#recorder.event(pod, 'Warning', 'FailedAttachVolume', multiAttachMessage(volume, pod, holders))
    return true
  }

  /** Whether an attachment was made, and nothing is being done about it. */
  #holds(name: string): boolean {
    return this.#known.get(name) === true && this.#attempts.phaseOf(name) === undefined
  }

  #lookAtBlocked(): void {
    for (const { node } of this.#blocked.values()) this.#queue.add(node)
  }

  /** Lets an attachment go once the node has unmounted the volume and says that it is attached no more. */
  #detach(attachment: VolumeAttachment): SyncResult {
    const { name = '', deletionTimestamp } = attachment.metadata
    const { nodeName } = attachment.spec
    const phase = this.#attempts.phaseOf(name)
    if (deletionTimestamp !== undefined || (phase !== undefined && phase !== 'attach again')) return undefined
    const csi = this.#volumeOf(attachment)?.spec.csi
    if (csi !== undefined) {
      if (!this.#nodes.mayDetach(name, nodeName, uniqueName(csi))) return undefined
      if (!this.#nodes.report(nodeName, uniqueName(csi), false)) return { afterMs: LOOP_MS }
    }
    this.#known.set(name, false)
    const deleted = this.#client.delete(ATTACHMENTS, '', name)
    if (deleted.ok || deleted.status.code === 404) this.#attempts.detach(name)
    else if (this.#clock.held === undefined) this.#attempts.failToDetach(name)
    return undefined
  }

  #volumeOf({ spec }: VolumeAttachment): PersistentVolume | undefined {
    return this.#client.lister.get<PersistentVolume>(VOLUMES, '', spec.source.persistentVolumeName ?? '')
  }

  attached({ metadata: { name = '' }, spec }: VolumeAttachment): void {
    const asked = this.#asked.get(name)
    if (asked === undefined) return
    const { volume, pods } = asked
    const message = `AttachVolume.Attach succeeded for volume "${volume.metadata.name}" `
    for (const pod of pods) this.#recorder.event(pod, 'Normal', 'SuccessfulAttachVolume', message)
    this.#learn(name, asked, true)
    this.#report(name, spec.nodeName, uniqueName(volume.spec.csi!))
    this.#queue.add(spec.nodeName)
    this.#lookAtBlocked()
  }

  /** Says in the status of the node that the volume is attached, until that could be written. */
  #report(name: string, node: string, volume: string): void {
    if (this.#stopped || this.#known.get(name) !== true || this.#nodes.report(node, volume, true)) return
    this.#clock.after(LOOP_MS, () => this.#report(name, node, volume))
  }

  /** The volume is on the node, or may be: mounted too, until the node is heard of. */
  #learn(name: string, { node, volume }: Asked, sure: boolean): void {
    if (!this.#known.has(name)) this.#nodes.assume(node, uniqueName(volume.spec.csi!))
    this.#known.set(name, sure)
  }

  failed(name: string, why: string | undefined): boolean {
    const asked = this.#asked.get(name)
    if (asked === undefined) return false
    const { node, volume, pods } = asked
    const message = `AttachVolume.Attach failed for volume "${volume.metadata.name}" : ${why ?? overdue(volume.spec.csi!)}`
    for (const pod of pods) this.#recorder.event(pod, 'Warning', 'FailedAttachVolume', message)
    this.#learn(name, asked, false)
    return wantedOn(this.#client, node).has(name)
  }

  free(name: string): void {
    const attachment = this.#client.lister.get<VolumeAttachment>(ATTACHMENTS, '', name)
    const node = attachment?.spec.nodeName ?? this.#asked.get(name)?.node
    if (node === undefined) return
    if (attachment === undefined && !wantedOn(this.#client, node).has(name)) {
      this.#asked.delete(name)
      this.#known.delete(name)
    }
    this.#queue.add(node)
    this.#lookAtBlocked()
  }
}
