// Recycles volumes: a pod in namespace default empties them, its events are the volume's, then they are free again.
// Upstream: pkg/volume/util/recyclerclient/recycler_client.go, NewPersistentVolumeRecyclerPodTemplate in pkg/volume/plugins.go.
import type { Event, PersistentVolume, Pod, Volume } from '../../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import type { Client } from '../../client/client.ts'
import type { EventType } from '../../client/event-recorder.ts'
import type { Informers } from '../../client/informers.ts'
import { VOLUMES } from '../lib/storage/volumes.ts'
import type { Writer } from './writer.ts'

const NAMESPACE = 'default'
const PREFIX = 'recycler-for-'
/** kube-controller-manager's --pv-recycler-minimum-timeout-… and --pv-recycler-…increment-…; the second is for each Gi. */
const MIN_SECONDS = { hostPath: 60, nfs: 300 }
const SECONDS_PER_GI = 30
const GI = 1024 ** 3
const SCRUB = 'test -e /scrub && find /scrub -mindepth 1 -delete && test -z "$(ls -A /scrub)" || exit 1'

/** Runs recyclers and hears of them; ears are opened with the first. */
export class Recycler {
  readonly #client: Client
  readonly #writer: Writer
  readonly #informers: Informers
  #listening = false

  constructor(client: Client, writer: Writer, informers: Informers) {
    this.#client = client
    this.#writer = writer
    this.#informers = informers
  }

  /** Starts a recycler for the volume, or waits for the one that runs. */
  recycle(volume: PersistentVolume): void {
    this.#listen()
    const name = PREFIX + volume.metadata.name
    if (this.#client.lister.get<Pod>('pods', NAMESPACE, name) === undefined)
      this.#client.create('pods', recyclerPod(name, volume))
  }

  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    this.#informers.on<Pod>('pods', {
      update: (pod, old) => {
        const over = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
        if (over && pod.status.phase !== old.status.phase) this.#finish(pod)
      },
    })
    this.#informers.on<Event>('events', {
      add: ({ involvedObject, type, message }) => {
        const volume = this.#volumeOf(involvedObject.kind === 'Pod' ? involvedObject : {})
        if (volume !== undefined)
          this.#writer.tell(volume, type as EventType, 'RecyclerPod', `Recycler pod: ${message ?? ''}`)
      },
    })
  }

  #volumeOf({
    namespace,
    name,
  }: {
    namespace?: string | undefined
    name?: string | undefined
  }): PersistentVolume | undefined {
    if (namespace !== NAMESPACE || name?.startsWith(PREFIX) !== true) return undefined
    return this.#client.lister.get<PersistentVolume>(VOLUMES, '', name.slice(PREFIX.length))
  }

  #finish({ metadata, status }: Pod): void {
    const volume = this.#volumeOf(metadata)
    if (volume === undefined) return
    this.#client.delete('pods', NAMESPACE, metadata.name ?? '')
    if (status.phase === 'Failed') {
      const message = `Recycle failed: ${status.message || 'pod failed, pod.Status.Message unknown'}`
      this.#writer.volumePhase(volume, 'Failed', { type: 'Warning', reason: 'VolumeFailedRecycle', message })
      return
    }
    this.#writer.tell(volume, 'Normal', 'VolumeRecycled', 'Volume recycled')
    this.#writer.unbind(volume)
  }
}

/** Upstream: CalculateTimeoutForVolume in pkg/volume/util/util.go. */
function deadline({ capacity, hostPath }: PersistentVolume['spec']): number {
  const size = quantityValue(mustParseQuantity(capacity?.['storage'] ?? '0'))
  return Math.max(MIN_SECONDS[hostPath === undefined ? 'nfs' : 'hostPath'], Math.floor(size / GI) * SECONDS_PER_GI)
}

function recyclerPod(name: string, { spec }: PersistentVolume): Pod {
  const { hostPath, nfs } = spec
  const volume = {
    name: 'vol',
    ...(hostPath === undefined ? { nfs } : { hostPath: { path: hostPath.path } }),
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
