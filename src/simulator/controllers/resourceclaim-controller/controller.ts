// Makes the claims that pods ask for by template, and takes pods that are over out of the claims they held. Retries come with the default
// delays of controllers, without end.
// Upstream: pkg/controller/resourceclaim/controller.go (without pod groups).
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { ResourceClaim, ResourceClaimTemplate } from '../../../generated/api/resource.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByResourceClaim } from '../../client/indexes.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { WorkQueue } from '../lib/work-queue.ts'
import { RESOURCE_CLAIMS, syncClaim } from './claims.ts'
import { syncPod } from './pods.ts'

/** The scheduler makes a claim for extended resources that devices serve: only the pod's status tells of it. */
const asks = ({ spec, status }: Pod): boolean =>
  (spec.resourceClaims?.length ?? 0) > 0 || status?.extendedResourceClaimStatus !== undefined

/** resourceclaim-controller. */
export const controller: Controller = {
  name: 'resourceclaim-controller',
  wakes: (object) => object.kind === 'ResourceClaim' || (object.kind === 'Pod' && asks(object as Pod)),
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'resource-claim-controller')
  const recorder = new EventRecorder(client, environment.clock, 'resource_claim')
  const informers = environment.informers()
  const pods = new WorkQueue(environment.clock, (key) => syncPod(client, recorder, key))
  const claims = new WorkQueue(environment.clock, (key) => syncClaim(client, key))
  const changed = (pod: Pod): void => {
    if (!asks(pod)) return
    const { namespace, name } = pod.metadata
    pods.add(`${namespace}/${name}`)
    for (const { resourceClaimName } of pod.status.resourceClaimStatuses ?? [])
      if (resourceClaimName !== undefined) claims.add(`${namespace}/${resourceClaimName}`)
    for (const { resourceClaimName } of pod.spec.resourceClaims ?? [])
      if (resourceClaimName !== undefined) claims.add(`${namespace}/${resourceClaimName}`)
    const extended = pod.status.extendedResourceClaimStatus
    if (extended !== undefined) claims.add(`${namespace}/${extended.resourceClaimName}`)
  }
  informers.on<Pod>('pods', { add: changed, update: changed, delete: changed })
  const claim = ({ metadata }: ResourceClaim): void => {
    claims.add(`${metadata.namespace}/${metadata.name}`)
    const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'Pod')
    if (owner !== undefined) pods.add(`${metadata.namespace}/${owner.name}`)
    for (const pod of client.indexed(podsByResourceClaim, `${metadata.namespace}/${metadata.name}`)) changed(pod)
  }
  informers.on<ResourceClaim>(RESOURCE_CLAIMS, { add: claim, update: claim, delete: claim })
  informers.on<ResourceClaimTemplate>('resourceclaimtemplates.resource.k8s.io', {
    add: ({ metadata }) => {
      for (const pod of client.lister.list<Pod>('pods', metadata.namespace)) changed(pod)
    },
  })
  return {
    stop() {
      informers.stop()
      pods.stop()
      claims.stop()
    },
  }
}
