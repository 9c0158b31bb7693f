// Deletes pods whose devices have NoExecute taints, when their tolerations end; retries come with the default delays of controllers,
// without end. Taints come from resource slices; rules that taint devices from outside are not read. Upstream: pkg/controller/devicetainteviction/device_taint_eviction.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { ResourceSlice } from '../../../generated/api/resource.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { markDisrupted } from '../lib/disruption-target.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { CLAIMS, evictions, SLICES } from './evictions.ts'

const SAID = {
  reason: 'DeletionByDeviceTaintManager',
  message: 'Device Taint manager: deleting due to NoExecute taint',
}

const isTainted = ({ spec }: ResourceSlice): boolean =>
  spec.devices?.some(({ taints }) => taints?.some(({ effect }) => effect === 'NoExecute')) === true

/** device-taint-eviction-controller. */
export const controller: Controller = {
  name: 'device-taint-eviction-controller',
  wakes: (object) => object.kind === 'ResourceSlice' && isTainted(object as ResourceSlice),
  start: (environment) => new DeviceTaintEviction(environment),
}

interface Booked {
  readonly uid: string
  readonly at: number
  readonly timer: Timer
}

class DeviceTaintEviction implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #queue: WorkQueue
  /** Pods whose time has come, as `namespace/name/uid`. */
  readonly #evictions: WorkQueue
  readonly #stopListening: () => void
  readonly #booked = new Map<string, Booked>()

  constructor(environment: Environment) {
    this.#client = controllerClient(environment, 'device-taint-eviction-controller')
    this.#clock = environment.clock
    this.#recorder = new EventRecorder(this.#client, environment.clock, 'device-taint-eviction-controller')
    this.#queue = new WorkQueue(environment.clock, () => {
      this.#sync()
      return undefined
    })
    this.#evictions = new WorkQueue(environment.clock, (key) => this.#evict(key))
    const informers = environment.informers()
    const look = (): void => this.#queue.add('all')
    for (const resource of [SLICES, CLAIMS]) informers.on(resource, { add: look, update: look, delete: look })
    informers.on<Pod>('pods', {
      update: (pod, old) => {
        if (pod.spec.resourceClaims?.length && pod.spec.nodeName !== old.spec.nodeName) look()
      },
    })
    this.#stopListening = () => informers.stop()
  }

  stop(): void {
    this.#stopListening()
    this.#queue.stop()
    this.#evictions.stop()
    for (const { timer } of this.#booked.values()) timer.cancel()
  }

  #sync(): void {
    const due = evictions(this.#client.lister, this.#clock.now())
    for (const [key, booked] of this.#booked) {
      const wanted = due.get(key)
      if (wanted?.uid === booked.uid && wanted.at === booked.at) continue
      booked.timer.cancel()
      this.#booked.delete(key)
      if (wanted === undefined) this.#tell(key, booked.uid, 'Cancelling deletion')
    }
    for (const [key, { uid, at }] of due) {
      if (this.#booked.has(key)) continue
      const timer = this.#clock.at(at, () => {
        this.#booked.delete(key)
        this.#evictions.add(`${key}/${uid}`)
      })
      this.#booked.set(key, { uid, at, timer })
    }
  }

  #tell(key: string, uid: string, message: string): void {
    const [namespace = '', name = ''] = key.split('/')
    const reference = { kind: 'Pod', apiVersion: 'v1', namespace, name, uid }
    this.#recorder.eventOn(reference, 'Normal', 'DeviceTaintManagerEviction', message)
  }

  #evict(key: string): SyncResult {
    const [namespace = '', name = '', uid = ''] = key.split('/')
    const pod = this.#client.lister.get<Pod>('pods', namespace, name)
    if (pod?.metadata.uid !== uid || pod.metadata.deletionTimestamp !== undefined) return undefined
    this.#tell(`${namespace}/${name}`, uid, 'Marking for deletion')
    const gone =
      markDisrupted(this.#client, pod, SAID, this.#clock.now()) &&
      this.#client.delete('pods', namespace, name, { uid }).ok
    return gone ? undefined : 'retry'
  }
}
