// What is under way with attachments: one operation of a name at a time. Attaching waits two minutes for somebody outside, looking for
// what became of it after half a second and then ever less often; an error ends the try, and the next comes after a growing pause.
// Detaching waits likewise until the attachment is gone. Upstream: waitForVolumeAttachDetachStatusWithLister in
// pkg/volume/csi/csi_attacher.go, pkg/volume/util/nestedpendingoperations, pkg/util/goroutinemap/exponentialbackoff.
import type { VolumeAttachment } from '../../../generated/api/storage.v1.ts'
import type { Random } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import { ATTACHMENTS } from './attachments.ts'

/** How long an operation may take. */
const TIMEOUT_MS = 120_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 122_000
/** The first look, and how much longer the wait for each next one is, by up to a tenth. */
const FIRST_LOOK_MS = 500
const LOOK_FACTOR = 1.05

/** What is under way, or which next try is waited for. */
export type Phase = 'attaching' | 'detaching' | 'attach again' | 'detach again'

interface Attempt {
  readonly phase: Phase
  /** Its end: of the time it has, or of the pause. */
  readonly timer: Timer
  /** When it looks next, and how long after that again. */
  lookAt: number
  every: number
  look: Timer | undefined
}

/** Who is told what has become of a try. */
export interface Outcomes {
  attached(attachment: VolumeAttachment): void
  /** `why` is unset when it took too long; false when nobody waits for it any more. */
  failed(name: string, why: string | undefined): boolean
  /** Nothing is under way any more: what is wanted may be begun. */
  free(name: string): void
}

/** The operations of one controller, by the name of their attachment. */
export class Attempts {
  readonly #clock: Clock
  readonly #random: Random
  readonly #client: Client
  readonly #outcomes: Outcomes
  readonly #attempts = new Map<string, Attempt>()
  /** The pauses after the next errors of what failed last. */
  readonly #pauses = new Map<string, { readonly phase: Phase; readonly milliseconds: number }>()

  constructor(clock: Clock, random: Random, client: Client, outcomes: Outcomes) {
    this.#clock = clock
    this.#random = random
    this.#client = client
    this.#outcomes = outcomes
  }

  stop(): void {
    for (const name of [...this.#attempts.keys()]) this.forget(name)
  }

  /** What is under way is given up, and the pauses there were. */
  forget(name: string): void {
    this.#end(name)
    this.#pauses.delete(name)
  }

  /** What is under way; undefined when anything may be begun. */
  phaseOf(name: string): Phase | undefined {
    return this.#attempts.get(name)?.phase
  }

  /** The attachment was asked for, or is to be waited for. */
  attach(name: string): void {
    this.#begin(name, 'attaching', TIMEOUT_MS, () => this.fail(name, undefined))
    this.heard(name)
  }

  /** The attachment was deleted; whoever is to let it go may take two minutes before it counts as failed. */
  detach(name: string): void {
    this.forget(name)
    this.#begin(name, 'detaching', TIMEOUT_MS, () => this.#free(name))
  }

  /** The attachment has changed, which is seen with the next look. */
  heard(name: string): void {
    const attempt = this.#attempts.get(name)
    if (attempt === undefined || attempt.phase.endsWith('again') || attempt.look !== undefined) return
    const now = this.#clock.now()
    while (attempt.lookAt < now) this.#lookLater(attempt)
    attempt.look = this.#clock.at(attempt.lookAt, () => {
      attempt.look = undefined
      this.#lookLater(attempt)
      this.#look(name, attempt.phase)
    })
  }

  /** What was begun, or to be, came to nothing: the next try is after a pause, twice as long with each error. */
  fail(name: string, why: string | undefined): void {
    this.#end(name)
    if (!this.#outcomes.failed(name, why)) {
      this.#free(name)
      return
    }
    this.#pause(name, 'attach again')
  }

  /** The attachment could not be deleted. */
  failToDetach(name: string): void {
    this.#pause(name, 'detach again')
  }

  #pause(name: string, phase: Phase): void {
    const last = this.#pauses.get(name)
    const pause = last?.phase === phase ? last.milliseconds : FIRST_PAUSE_MS
    this.#pauses.set(name, { phase, milliseconds: Math.min(2 * pause, LONGEST_PAUSE_MS) })
    this.#begin(name, phase, pause + 1, () => {
      this.#end(name)
      this.#outcomes.free(name)
    })
  }

  #free(name: string): void {
    this.forget(name)
    this.#outcomes.free(name)
  }

  #begin(name: string, phase: Phase, milliseconds: number, over: () => void): void {
    this.#end(name)
    const timer = this.#clock.after(milliseconds, over)
    const attempt = { phase, timer, lookAt: this.#clock.now(), every: FIRST_LOOK_MS, look: undefined }
    this.#lookLater(attempt)
    this.#attempts.set(name, attempt)
  }

  #end(name: string): void {
    const attempt = this.#attempts.get(name)
    attempt?.timer.cancel()
    attempt?.look?.cancel()
    this.#attempts.delete(name)
  }

  #lookLater(attempt: Attempt): void {
    attempt.lookAt += Math.round(attempt.every * (1 + this.#random.int(100) / 1000))
    attempt.every *= LOOK_FACTOR
  }

  #look(name: string, phase: Phase): void {
    const attachment = this.#client.lister.get<VolumeAttachment>(ATTACHMENTS, '', name)
    if (attachment === undefined) return
    const { attached, attachError, detachError } = attachment.status
    if (phase === 'detaching') {
      if (detachError !== undefined) this.#free(name)
    } else if (attachment.metadata.deletionTimestamp !== undefined)
      this.fail(name, 'volume attachment is being deleted')
    else if (attached) {
      this.forget(name)
      this.#outcomes.attached(attachment)
    } else if (attachError !== undefined) this.fail(name, attachError.message ?? '')
  }
}
