// Keeps claims while pods on nodes use them, those that are over too. Its queue retries as the default of controllers, without end.
// Upstream: pkg/controller/volume/pvcprotection/pvc_protection_controller.go.
import type { PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { podsByClaim } from '../../client/indexes.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { concerns, protect } from '../lib/storage/protection.ts'
import { CLAIMS, claimNameOf, isTerminated, keyOf, notForPod } from '../lib/storage/volumes.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const FINALIZER = 'kubernetes.io/pvc-protection'

/** persistentvolumeclaim-protection-controller. */
export const controller: Controller = {
  name: 'persistentvolumeclaim-protection-controller',
  wakesOn: [CLAIMS],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'pvc-protection-controller')
  const informers = environment.informers()
  const queue = new WorkQueue(environment.clock, (key) => {
    const [namespace = '', name = ''] = key.split('/')
    const claim = client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
    return claim && protect(client, CLAIMS, claim, FINALIZER, (object) => isUsed(client, object))
  })
  const enqueue = (claim: PersistentVolumeClaim): void => {
    if (concerns(claim, FINALIZER)) queue.add(keyOf(claim))
  }
  informers.on<PersistentVolumeClaim>(CLAIMS, { add: enqueue, update: enqueue })
  const release = (pod: Pod): void => {
    for (const volume of pod.spec.volumes ?? []) {
      const name = claimNameOf(pod, volume)
      if (name !== undefined) queue.add(`${pod.metadata.namespace}/${name}`)
    }
  }
  const changed = (pod: Pod): void => {
    if (!pod.spec.nodeName || isTerminated(pod)) release(pod)
  }
  informers.on<Pod>('pods', { add: changed, update: changed, delete: release })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

function isUsed(client: Client, claim: PersistentVolumeClaim): boolean {
  return client.indexed(podsByClaim, keyOf(claim)).some((pod) => {
    if (!pod.spec.nodeName) return false
    return pod.spec.volumes?.some((volume) => {
      if (claimNameOf(pod, volume) !== claim.metadata.name) return false
      return volume.ephemeral === undefined || (!isShutDown(pod) && notForPod(pod, claim) === undefined)
    })
  })
}

const isShutDown = ({ metadata }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0
