// Attachments that somebody outside is to make: each try waits two minutes for it, an error ends the try at once, and the next comes
// after a growing pause. Upstream: Attach and waitForVolumeAttachmentWithLister in pkg/volume/csi/csi_attacher.go,
// pkg/util/goroutinemap/exponentialbackoff.
import type { PersistentVolume } from '../../../generated/api/core.v1.ts'
import type { VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import { VOLUMES } from '../lib/storage/volumes.ts'
import { ATTACHMENTS } from './attachments.ts'

/** How long an attacher may take before pods are told. */
const TIMEOUT_MS = 120_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 122_000

interface Attempt {
  /** The pause after the next error. */
  pause: number
  /** Whether it waits for the attacher, and not for its next try. */
  waiting: boolean
  timer: Timer
}

/** The tries of one controller, by the name of their attachment. */
export class Attempts {
  readonly #clock: Clock
  readonly #client: Client
  readonly #tell: (attachment: VolumeAttachment, why: string) => boolean
  readonly #attempts = new Map<string, Attempt>()

  /** `tell` says why there is no attachment to those who wait for it; false when nobody does. */
  constructor(clock: Clock, client: Client, tell: (attachment: VolumeAttachment, why: string) => boolean) {
    this.#clock = clock
    this.#client = client
    this.#tell = tell
  }

  stop(): void {
    for (const name of [...this.#attempts.keys()]) this.forget(name)
  }

  forget(name: string): void {
    this.#attempts.get(name)?.timer.cancel()
    this.#attempts.delete(name)
  }

  /** The attachment was asked for. */
  begin(attachment: VolumeAttachment): void {
    if (!this.#attempts.has(attachment.metadata.name ?? '')) this.#wait(attachment, FIRST_PAUSE_MS)
  }

  /** It has changed: the try that waits for it may be over. */
  look(attachment: VolumeAttachment): void {
    const { name = '' } = attachment.metadata
    const attempt = this.#attempts.get(name)
    const why = problemOf(attachment)
    if (attempt?.waiting === true && why !== undefined) this.#end(attachment, why, attempt.pause)
  }

  #wait(attachment: VolumeAttachment, pause: number): void {
    const { name = '' } = attachment.metadata
    const why = problemOf(attachment)
    if (why !== undefined) {
      this.#end(attachment, why, pause)
      return
    }
    const timer = this.#clock.after(TIMEOUT_MS, () => {
      const csi = this.#volumeOf(attachment)?.spec.csi
      if (csi === undefined) this.#attempts.delete(name)
      else this.#end(attachment, overdue(csi), pause)
    })
    this.#attempts.set(name, { pause, waiting: true, timer })
  }

  #end(attachment: VolumeAttachment, why: string, pause: number): void {
    const { name = '' } = attachment.metadata
    this.forget(name)
    if (!this.#tell(attachment, why)) return
    const timer = this.#clock.after(pause, () => {
      this.#attempts.delete(name)
      const now = this.#client.lister.get<VolumeAttachment>(ATTACHMENTS, '', name)
      if (now !== undefined && !now.status.attached) this.#wait(now, Math.min(2 * pause, LONGEST_PAUSE_MS))
    })
    this.#attempts.set(name, { pause, waiting: false, timer })
  }

  #volumeOf({ spec }: VolumeAttachment): PersistentVolume | undefined {
    return this.#client.lister.get<PersistentVolume>(VOLUMES, '', spec.source.persistentVolumeName ?? '')
  }
}

function problemOf({ metadata, status }: VolumeAttachment): string | undefined {
  if (metadata.deletionTimestamp !== undefined) return 'volume attachment is being deleted'
  return status.attached ? undefined : status.attachError?.message
}

const overdue = ({ driver, volumeHandle }: { driver: string; volumeHandle: string }): string =>
  `timed out waiting for external-attacher of ${driver} CSI driver to attach volume ${volumeHandle}`
