// Keeps claims while pods on nodes use them, those that are over too; with the gate PersistentVolumeClaimUnusedSinceTime says of others
// since when no pod names them. Its queue retries as the default of controllers, without end.
// Upstream: pkg/controller/volume/pvcprotection/pvc_protection_controller.go.
import type { PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { podsByClaim } from '../../client/indexes.ts'
import type { Controller } from '../contract.ts'
import { conditionOf } from '../lib/conditions.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { concerns, protect } from '../lib/storage/protection.ts'
import { CLAIMS, claimNameOf, isTerminated, keyOf, notForPod } from '../lib/storage/volumes.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const FINALIZER = 'kubernetes.io/pvc-protection'
const UNUSED = 'Unused'

/** persistentvolumeclaim-protection-controller. */
export const controller: Controller = {
  name: 'persistentvolumeclaim-protection-controller',
  wakesOn: [CLAIMS],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'pvc-protection-controller')
  const informers = environment.informers()
  const tellsUse = (): boolean => environment.gates.enabled('PersistentVolumeClaimUnusedSinceTime')
  const queue = new WorkQueue(environment.clock, (key): SyncResult => {
    const [namespace = '', name = ''] = key.split('/')
    let claim = client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
    if (claim === undefined) return undefined
    const conditions = tellsUse() ? conditionsAfter(client, claim, environment.clock.now()) : undefined
    if (conditions !== undefined) {
      const written = client.updateStatus(CLAIMS, { ...claim, status: { ...claim.status, conditions } })
      if (!written.ok) return 'retry'
      claim = written.object
    }
    return protect(client, CLAIMS, claim, FINALIZER, (object) => isUsed(client, object))
  })
  const enqueue = (claim: PersistentVolumeClaim): void => {
    const untold = tellsUse() && conditionOf(claim.status.conditions, UNUSED) === undefined
    if (untold || concerns(claim, FINALIZER)) queue.add(keyOf(claim))
  }
  informers.on<PersistentVolumeClaim>(CLAIMS, { add: enqueue, update: enqueue })
  const release = (pod: Pod): void => {
    for (const volume of pod.spec.volumes ?? []) {
      const name = claimNameOf(pod, volume)
      if (name !== undefined) queue.add(`${pod.metadata.namespace}/${name}`)
    }
  }
  const changed = (pod: Pod): void => {
    if (tellsUse() || !pod.spec.nodeName || isTerminated(pod)) release(pod)
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

/** What is said of the use of a claim, where that is news; nothing is said of one that is going. */
function conditionsAfter(
  client: Client,
  claim: PersistentVolumeClaim,
  now: number,
): PersistentVolumeClaim['status']['conditions'] | undefined {
  if (claim.metadata.deletionTimestamp !== undefined) return undefined
  const known = claim.status.conditions ?? []
  const at = known.findIndex(({ type }) => type === UNUSED)
  const used = isNamed(client, claim)
  if (at >= 0 && (known[at]!.status === 'True') !== used) return undefined
  const [status, reason, message] = used
    ? (['False', 'PodUsingPVC', 'A pod is currently referencing this PVC'] as const)
    : (['True', 'NoPodsUsingPVC', 'No pods are currently referencing this PVC'] as const)
  const lastTransitionTime = formatTime(now)
  const condition = { type: UNUSED, status, lastProbeTime: null, lastTransitionTime, reason, message }
  return at < 0 ? [...known, condition] : known.with(at, condition)
}

/** Whether a pod that is not over names the claim, on a node or not. */
function isNamed(client: Client, claim: PersistentVolumeClaim): boolean {
  return client.indexed(podsByClaim, keyOf(claim)).some((pod) => {
    if (isTerminated(pod)) return false
    return pod.spec.volumes?.some((volume) => {
      if (claimNameOf(pod, volume) !== claim.metadata.name) return false
      return volume.ephemeral === undefined || notForPod(pod, claim) === undefined
    })
  })
}

const isShutDown = ({ metadata }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0
