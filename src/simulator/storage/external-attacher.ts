// Attaches the volumes of one CSI driver to nodes and detaches them, a second for each: the driver itself never fails.
// Upstream: kubernetes-csi/external-attacher, pkg/controller/csi_handler.go.
import type { PersistentVolume } from '../../generated/api/core.v1.ts'
import type { CSINode, VolumeAttachment } from '../../generated/api/storage.v1.ts'
import { formatTime } from '../../model/time.ts'
import type { KubeObject } from '../api/types.ts'
import type { Client } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import type { Informers } from '../client/informers.ts'
import type { Clock } from '../engine/clock.ts'
import { setFinalizer } from './finalizers.ts'
import { Later } from './later.ts'

const ATTACHMENTS = 'volumeattachments.storage.k8s.io'
const VOLUMES = 'persistentvolumes'
const NODE_ID = 'csi.alpha.kubernetes.io/node-id'
const MERGE = 'application/merge-patch+json'
const TAKES_MS = 1000
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 300_000

/** The attacher of a driver. */
export class ExternalAttacher implements Running {
  readonly #driver: string
  readonly #finalizer: string
  readonly #client: Client
  readonly #clock: Clock
  readonly #informers: Informers
  readonly #later: Later
  /** The pause after the next failure, by attachment. */
  readonly #pauses = new Map<string, number>()

  constructor(environment: Environment, driver: string) {
    this.#driver = driver
    this.#finalizer = `external-attacher/${sanitized(driver)}`
    this.#client = environment.client(`${driver}-attacher`, ['system:masters'])
    this.#clock = environment.clock
    this.#later = new Later(environment.clock)
    this.#informers = environment.informers()
    this.#informers.on<VolumeAttachment>(ATTACHMENTS, {
      add: (attachment) => this.#look(attachment),
      update: (attachment) => this.#look(attachment),
      delete: (attachment) => this.#gone(attachment),
    })
    this.#informers.on<PersistentVolume>(VOLUMES, { update: (volume) => this.#letGo(volume) })
  }

  stop(): void {
    this.#informers.stop()
    this.#later.stop()
  }

  #look({ metadata, spec, status }: VolumeAttachment): void {
    if (spec.attacher !== this.#driver) return
    const { name = '' } = metadata
    if (metadata.deletionTimestamp !== undefined) {
      if (metadata.finalizers?.includes(this.#finalizer) !== true) return
      if (status.attached || !this.#pauses.has(name)) this.#later.begin(name, TAKES_MS, () => this.#detach(name))
      else this.#detach(name)
    } else if (!status.attached && !this.#pauses.has(name)) this.#attach(name)
  }

  #attach(name: string): void {
    const attachment = this.#get(name)
    if (attachment === undefined || attachment.metadata.deletionTimestamp !== undefined || attachment.status.attached)
      return
    const { nodeName, source } = attachment.spec
    const node = this.#client.lister.get<CSINode>('csinodes.storage.k8s.io', '', nodeName)
    const found = node?.spec.drivers?.find((each) => each.name === this.#driver)
    if (found === undefined) {
      this.#fail(
        name,
        node === undefined
          ? `csinode.storage.k8s.io "${nodeName}" not found`
          : `CSINode ${nodeName} does not contain driver ${this.#driver}`,
      )
      return
    }
    const volume = this.#client.lister.get<PersistentVolume>(VOLUMES, '', source.persistentVolumeName ?? '')
    if (volume === undefined) return
    const started = this.#later.begin(name, TAKES_MS, () => {
      if (this.#get(name)?.metadata.deletionTimestamp !== undefined) return
      this.#pauses.delete(name)
      this.#patch(name, { status: { attached: true, attachError: null } }, 'status')
    })
    if (!started) return
    setFinalizer(this.#client, VOLUMES, volume, this.#finalizer, true)
    const annotated = { metadata: { annotations: { [NODE_ID]: found.nodeID } } }
    if (attachment.metadata.annotations?.[NODE_ID] !== found.nodeID) this.#patch(name, annotated)
    const now = this.#get(name)
    if (now !== undefined) setFinalizer(this.#client, ATTACHMENTS, now, this.#finalizer, true)
  }

  #fail(name: string, message: string): void {
    const pause = this.#pauses.get(name) ?? FIRST_RETRY_MS
    this.#pauses.set(name, Math.min(2 * pause, LONGEST_RETRY_MS))
    this.#patch(name, { status: { attachError: { message, time: formatTime(this.#clock.now()) } } }, 'status')
    this.#later.begin(name, pause, () => this.#attach(name))
  }

  #detach(name: string): void {
    const attachment = this.#get(name)
    if (attachment?.metadata.deletionTimestamp === undefined) return
    if (attachment.status.attached) this.#patch(name, { status: { attached: false } }, 'status')
    const now = this.#get(name)
    if (now !== undefined) setFinalizer(this.#client, ATTACHMENTS, now, this.#finalizer, false)
  }

  #gone({ metadata, spec }: VolumeAttachment): void {
    if (spec.attacher !== this.#driver) return
    const { name = '' } = metadata
    this.#later.forget(name)
    this.#pauses.delete(name)
    const volume = this.#client.lister.get<PersistentVolume>(VOLUMES, '', spec.source.persistentVolumeName ?? '')
    if (volume !== undefined) this.#letGo(volume)
  }

  /** A volume that is to go does once it is attached nowhere. */
  #letGo(volume: PersistentVolume): void {
    const { metadata } = volume
    if (metadata.deletionTimestamp === undefined || metadata.finalizers?.includes(this.#finalizer) !== true) return
    const attachments = this.#client.lister.list<VolumeAttachment>(ATTACHMENTS)
    if (attachments.some(({ spec }) => spec.source.persistentVolumeName === metadata.name)) return
    setFinalizer(this.#client, VOLUMES, volume, this.#finalizer, false)
  }

  #get(name: string): VolumeAttachment | undefined {
    return this.#client.lister.get<VolumeAttachment>(ATTACHMENTS, '', name)
  }

  #patch(name: string, body: object, subresource = ''): void {
    this.#client.patch<KubeObject>(ATTACHMENTS, '', name, MERGE, body, subresource)
  }
}

/** A driver's name as part of a finalizer. */
function sanitized(driver: string): string {
  const name = driver.replaceAll(/[^a-zA-Z0-9-]/g, '-')
  return name.endsWith('-') ? `${name}X` : name
}
