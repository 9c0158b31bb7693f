// Recycles volumes: a pod in namespace default empties them, its events are the volume's, then they are free again.
// Upstream: pkg/volume/util/recyclerclient/recycler_client.go, NewPersistentVolumeRecyclerPodTemplate in pkg/volume/plugins.go.
import type { Event, PersistentVolume, Pod, Volume } from '../../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import type { Client } from '../../client/client.ts'
import type { EventType } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import { Retry, type Writer } from './writer.ts'

const NAMESPACE = 'default'
/** kube-controller-manager's --pv-recycler-minimum-timeout-… and --pv-recycler-…increment-…; the second is for each Gi. */
const MIN_SECONDS = { hostPath: 60, nfs: 300 }
const SECONDS_PER_GI = 30
const GI = 1024 ** 3
const SCRUB = 'test -e /scrub && find /scrub -mindepth 1 -delete && test -z "$(ls -A /scrub)" || exit 1'

/** Runs recyclers; each is heard with ears of its own, for as long as it lasts. */
export class Recycler {
  readonly #client: Client
  readonly #clock: Clock
  readonly #writer: Writer
  readonly #listen: () => Informers
  readonly #open = new Set<Informers>()

  constructor(client: Client, clock: Clock, writer: Writer, listen: () => Informers) {
    this.#client = client
    this.#clock = clock
    this.#writer = writer
    this.#listen = listen
  }

  stop(): void {
    for (const ears of this.#open) ears.stop()
    this.#open.clear()
  }

  /** Runs a recycler for the volume, and says when it is over. Whatever pod has its name already is deleted: a later try will do. */
  recycle(volume: PersistentVolume, done: () => void): void {
    const name = `recycler-for-${volume.metadata.name}`
    const ears = this.#listen()
    this.#open.add(ears)
    const end = (problem: string | undefined): void => {
      ears.stop()
      this.#open.delete(ears)
      this.#conclude(volume, problem)
      done()
    }
    this.#watch(ears, volume, name, (problem) => end(this.#deleted(name, problem)))
    const created = this.#client.create('pods', recyclerPod(name, volume))
    if (created.ok) return
    if (this.#clock.held !== undefined) {
      ears.stop()
      done()
    } else if (created.status.reason !== 'AlreadyExists')
      end(`unexpected error creating recycler pod:  ${created.status.message}`)
    else {
      const deleted = this.#client.delete('pods', NAMESPACE, name)
      const left = deleted.ok ? undefined : deleted.status.message
      end(left === undefined ? 'old recycler pod found, will retry later' : undeleted(name, left))
    }
  }

  /** Hears of the pod until it is over, and tells the volume of its events: those there are of a pod of that name included. */
  #watch(ears: Informers, volume: PersistentVolume, name: string, over: (problem?: string) => void): void {
    const look = ({ metadata, status }: Pod): void => {
      if (metadata.namespace !== NAMESPACE || metadata.name !== name) return
      if (status.phase === 'Succeeded') over()
      else if (status.phase === 'Failed') over(status.message || 'pod failed, pod.Status.Message unknown')
    }
    ears.on<Event>('events', {
      add: ({ metadata, involvedObject, type, message }) => {
        if (metadata.namespace === NAMESPACE && involvedObject.name === name)
          this.#writer.tell(volume, type as EventType, 'RecyclerPod', `Recycler pod: ${message ?? ''}`)
      },
    })
    ears.on<Pod>('pods', {
      add: look,
      update: look,
      delete: ({ metadata }) => {
        if (metadata.namespace === NAMESPACE && metadata.name === name) over('recycler pod was deleted')
      },
    })
  }

  /** Deletes the pod that is over; what went wrong in all. */
  #deleted(name: string, problem: string | undefined): string | undefined {
    const deleted = this.#client.delete('pods', NAMESPACE, name)
    if (problem !== undefined) return `failed to recycle volume: ${problem}`
    return deleted.ok ? undefined : `failed to delete recycler pod: ${deleted.status.message}`
  }

  /** What the volume becomes; where that cannot be written, it is recycled again. */
  #conclude(volume: PersistentVolume, problem: string | undefined): void {
    try {
      if (problem === undefined) {
        this.#writer.tell(volume, 'Normal', 'VolumeRecycled', 'Volume recycled')
        this.#writer.unbind(volume)
      } else {
        const message = `Recycle failed: ${problem}`
        this.#writer.volumePhase(volume, 'Failed', { type: 'Warning', reason: 'VolumeFailedRecycle', message })
      }
    } catch (error) {
      if (!(error instanceof Retry)) throw error
    }
  }
}

const undeleted = (name: string, why: string): string =>
  `failed to delete old recycler pod ${NAMESPACE}/${name}: ${why}`

/** Upstream: CalculateTimeoutForVolume in pkg/volume/util/util.go. */
function deadline({ capacity, hostPath }: PersistentVolume['spec']): number {
  const size = quantityValue(mustParseQuantity(capacity?.['storage'] ?? '0'))
  return Math.max(MIN_SECONDS[hostPath === undefined ? 'nfs' : 'hostPath'], Math.floor(size / GI) * SECONDS_PER_GI)
}

function recyclerPod(name: string, { spec }: PersistentVolume): Pod {
  const { hostPath, nfs } = spec
  const volume = {
    name: 'vol',
    ...(hostPath === undefined
      ? { nfs: { server: nfs?.server, path: nfs?.path } }
      : { hostPath: { path: hostPath.path } }),
  } as Volume
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      activeDeadlineSeconds: deadline(spec),
      restartPolicy: 'Never',
      volumes: [volume],
      containers: [
        {
          name: 'pv-recycler',
          image: 'registry.k8s.io/build-image/debian-base:bookworm-v1.0.6',
          command: ['/bin/sh'],
          args: ['-c', SCRUB],
          resources: {},
          volumeMounts: [{ name: 'vol', mountPath: '/scrub' }],
        },
      ],
    },
    status: {},
  }
}
