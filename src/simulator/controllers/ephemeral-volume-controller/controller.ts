// Creates the claims of pods' generic ephemeral volumes. The first volume that fails ends a try; its queue retries as the default of
// controllers, without end. Upstream: pkg/controller/volume/ephemeral/controller.go.
import type { PersistentVolumeClaim, Pod, Volume } from '../../../generated/api/core.v1.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { claimKey, podsByClaim } from '../../client/indexes.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { CLAIMS, keyOf, notForPod } from '../lib/storage/volumes.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const hasEphemeral = ({ spec }: Pod): boolean => spec.volumes?.some(({ ephemeral }) => ephemeral !== undefined) === true

/** ephemeral-volume-controller. */
export const controller: Controller = {
  name: 'ephemeral-volume-controller',
  wakes: (object) => object.kind === 'Pod' && hasEphemeral(object as Pod),
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'ephemeral-volume-controller')
  const recorder = new EventRecorder(client, environment.clock, 'ephemeral_volume')
  const informers = environment.informers()
  const queue = new WorkQueue(environment.clock, (key) => {
    const [namespace = '', name = ''] = key.split('/')
    const pod = client.lister.get<Pod>('pods', namespace, name)
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return undefined
    for (const volume of pod.spec.volumes ?? []) {
      const problem = volume.ephemeral === undefined ? undefined : ensureClaim(client, pod, volume)
      if (problem === undefined) continue
      recorder.event(pod, 'Warning', 'FailedBinding', `ephemeral volume ${volume.name}: ${problem}`)
      return 'retry'
    }
    return undefined
  })
  const enqueue = (pod: Pod): void => {
    if (hasEphemeral(pod) && pod.metadata.deletionTimestamp === undefined) queue.add(keyOf(pod))
  }
  informers.on<Pod>('pods', { add: enqueue })
  informers.on<PersistentVolumeClaim>(CLAIMS, {
    delete: ({ metadata }) => {
      for (const pod of client.indexed(podsByClaim, claimKey(metadata.namespace, metadata.name ?? ''))) enqueue(pod)
    },
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

/** What is wrong with the volume's claim; undefined once it is there. */
function ensureClaim(client: Client, pod: Pod, volume: Volume): string | undefined {
  const { namespace = '' } = pod.metadata
  const name = `${pod.metadata.name}-${volume.name}`
  const there = client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
  if (there !== undefined) return notForPod(pod, there)
  const { metadata, spec } = volume.ephemeral!.volumeClaimTemplate!
  const created = client.create<PersistentVolumeClaim>(CLAIMS, {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace,
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      ...(metadata?.annotations === undefined ? {} : { annotations: metadata.annotations }),
      ownerReferences: [controllerReference({ apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata })],
    },
    spec,
    status: {},
  })
  return created.ok ? undefined : `create PVC ${name}: ${created.status.message}`
}
