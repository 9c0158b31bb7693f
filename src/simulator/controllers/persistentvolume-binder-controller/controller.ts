// Binds claims to volumes and looks after volumes whose claim is gone. Everything is looked at again every 15 seconds since the
// controller began (--pvclaimbinder-sync-period, no jitter); here only while something waits. Both queues retry as the default of
// controllers, without end; provisioning, deleting and recycling are operations of their own (lib/operations.ts), whose failures the
// queues do not hear of. Upstream: pkg/controller/volume/persistentvolume/pv_controller_base.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { claimKey, podsByClaim } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { Operations } from '../lib/operations.ts'
import { BIND_COMPLETED, CLAIMS, hasAnnotation, isTerminated, keyOf, VOLUMES } from '../lib/storage/volumes.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { Claims } from './claims.ts'
import { Recycler } from './recycler.ts'
import { isReclaimed, Volumes } from './volumes.ts'
import { Retry, Writer } from './writer.ts'

const RESYNC_MS = 15_000

/** persistentvolume-binder-controller. */
export const controller: Controller = {
  name: 'persistentvolume-binder-controller',
  wakesOn: [CLAIMS, VOLUMES],
  start: (environment) => new Binder(environment),
}

class Binder implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #informers: Informers
  readonly #claims: WorkQueue
  readonly #volumes: WorkQueue
  readonly #recycler: Recycler
  readonly #started: number
  #resync: Timer | undefined

  constructor(environment: Environment) {
    const { clock } = environment
    this.#client = controllerClient(environment, 'persistent-volume-binder')
    this.#clock = clock
    this.#started = environment.begun
    this.#informers = environment.informers()
    const { lister } = this.#client
    const writer = new Writer(this.#client, new EventRecorder(this.#client, clock, 'persistentvolume-controller'))
    const operations = new Operations(clock)
    const recycler = new Recycler(this.#client, clock, writer, () => environment.informers())
    this.#recycler = recycler
    const claims = new Claims(this.#client, writer, operations)
    const volumes = new Volumes(
      lister,
      writer,
      operations,
      (claim) => this.#claims.add(keyOf(claim)),
      (volume, done) => recycler.recycle(volume, done),
      (volume) => this.#usersOf(volume),
    )
    this.#claims = new WorkQueue(clock, (key) => this.#syncClaim(key, claims))
    this.#volumes = new WorkQueue(clock, (name) => {
      const volume = lister.get<PersistentVolume>(VOLUMES, '', name)
      return volume && attempt(() => volumes.sync(volume))
    })
    this.#listen()
  }

  stop(): void {
    this.#informers.stop()
    this.#recycler.stop()
    this.#claims.stop()
    this.#volumes.stop()
    this.#resync?.cancel()
  }

  #listen(): void {
    const volume = (object: PersistentVolume): void => {
      this.#volumes.add(object.metadata.name ?? '')
      if (isReclaimed(object)) this.#scheduleResync()
    }
    const claim = (object: PersistentVolumeClaim): void => {
      this.#claims.add(keyOf(object))
      this.#scheduleResync()
    }
    this.#informers.on<PersistentVolume>(VOLUMES, {
      add: volume,
      update: volume,
      delete: ({ spec }) => {
        if (spec.claimRef !== undefined) this.#claims.add(`${spec.claimRef.namespace}/${spec.claimRef.name}`)
      },
    })
    this.#informers.on<PersistentVolumeClaim>(CLAIMS, {
      add: claim,
      update: claim,
      delete: ({ spec }) => {
        if (spec.volumeName) this.#volumes.add(spec.volumeName)
      },
    })
  }

  #syncClaim(key: string, claims: Claims): SyncResult {
    const [namespace = '', name = ''] = key.split('/')
    const claim = this.#client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
    return claim && attempt(() => claims.sync(claim))
  }

  /** The pods that name the volume's claim and are not over, in order. */
  #usersOf({ spec }: PersistentVolume): readonly string[] {
    return this.#client
      .indexed(podsByClaim, claimKey(spec.claimRef?.namespace, spec.claimRef?.name ?? ''))
      .filter((pod) => !isTerminated(pod))
      .map(keyOf)
      .sort()
  }

  /** At multiples of the period since the start, as long as some claim or volume waits. */
  #scheduleResync(): void {
    if (this.#resync !== undefined) return
    const passed = this.#clock.now() - this.#started
    const next = this.#started + (Math.floor(passed / RESYNC_MS) + 1) * RESYNC_MS
    this.#resync = this.#clock.at(next, () => {
      this.#resync = undefined
      const { lister } = this.#client
      const waiting = lister.list<PersistentVolumeClaim>(CLAIMS).filter(isWaiting)
      const volumes = lister.list<PersistentVolume>(VOLUMES)
      if (waiting.length === 0 && !volumes.some(isReclaimed)) return
      for (const claim of waiting) this.#claims.add(keyOf(claim))
      for (const { metadata } of volumes) this.#volumes.add(metadata.name ?? '')
      this.#scheduleResync()
    })
  }
}

/** Not bound yet, or bound to what is lost: it may come back. */
const isWaiting = (claim: PersistentVolumeClaim): boolean =>
  !hasAnnotation(claim, BIND_COMPLETED) || claim.status.phase === 'Lost'

function attempt(sync: () => void): SyncResult {
  try {
    sync()
    return undefined
  } catch (error) {
    if (error instanceof Retry) return 'retry'
    throw error
  }
}
