// The indexes components share. Upstream: pkg/controller/controller_utils.go (PodControllerIndex, PodNodeNameKeyIndex),
// pkg/controller/volume/common/common.go (PodPVCIndex), pkg/controller/history, staging/src/k8s.io/endpointslice.
import type { ControllerRevision, ReplicaSet } from '../../generated/api/apps.v1.ts'
import type { Job } from '../../generated/api/batch.v1.ts'
import type { Pod } from '../../generated/api/core.v1.ts'
import type { EndpointSlice } from '../../generated/api/discovery.v1.ts'
import type { ResourceClaim } from '../../generated/api/resource.v1.ts'
import { controllerOf } from '../../model/owner-references.ts'
import type { KubeObject } from '../api/types.ts'
import type { IndexDefinition } from './indexers.ts'

const SERVICE_LABEL = 'kubernetes.io/service-name'

/** The key of objects nobody controls in a namespace; those of a controller are under its uid. */
export const orphansOf = (namespace: string | undefined): string => `/${namespace}`

const controllerKey = (object: KubeObject): string => controllerOf(object)?.uid ?? orphansOf(object.metadata.namespace)

/** Pods by the uid of their controller; orphans under `orphansOf` their namespace. */
export const podsByController: IndexDefinition<Pod> = { resource: 'pods', keysOf: controllerKey }

/** ReplicaSets likewise. */
export const replicaSetsByController: IndexDefinition<ReplicaSet> = {
  resource: 'replicasets.apps',
  keysOf: controllerKey,
}

/** Jobs by `namespace/name` of their controller, whatever its uid: how CronJobs know theirs. */
export const jobsByControllerName: IndexDefinition<Job> = {
  resource: 'jobs.batch',
  keysOf: (job) => {
    const owner = controllerOf(job)
    return owner === undefined ? undefined : `${job.metadata.namespace}/${owner.name}`
  },
}

/** ControllerRevisions likewise. */
export const revisionsByController: IndexDefinition<ControllerRevision> = {
  resource: 'controllerrevisions.apps',
  keysOf: controllerKey,
}

/** ResourceClaims by the uid of the pod they were made for. */
export const resourceClaimsByController: IndexDefinition<ResourceClaim> = {
  resource: 'resourceclaims.resource.k8s.io',
  keysOf: controllerKey,
}

/** Pods by `namespace/name` of the ResourceClaims they name, those made for them too. */
export const podsByResourceClaim: IndexDefinition<Pod> = {
  resource: 'pods',
  keysOf: ({ metadata, spec, status }) => {
    if (spec.resourceClaims === undefined) return undefined
    const named = [...spec.resourceClaims, ...(status.resourceClaimStatuses ?? [])]
    const names = named.flatMap(({ resourceClaimName }) => resourceClaimName ?? [])
    return [...new Set(names)].map((name) => `${metadata.namespace}/${name}`)
  },
}

/** Pods by the node they are bound to. */
export const podsByNode: IndexDefinition<Pod> = { resource: 'pods', keysOf: ({ spec }) => spec.nodeName || undefined }

/** The key of a claim in `podsByClaim`. */
export const claimKey = (namespace: string | undefined, name: string): string => `${namespace}/${name}`

/** Pods by the claims they name, those made for their ephemeral volumes too. */
export const podsByClaim: IndexDefinition<Pod> = {
  resource: 'pods',
  keysOf: ({ metadata, spec }) => {
    if (spec.volumes === undefined) return undefined
    const keys: string[] = []
    for (const volume of spec.volumes ?? []) {
      const name =
        volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral ? `${metadata.name}-${volume.name}` : undefined)
      if (name !== undefined) keys.push(claimKey(metadata.namespace, name))
    }
    return keys
  },
}

/** EndpointSlices by `namespace/name` of the service their label names. */
export const slicesByService: IndexDefinition<EndpointSlice> = {
  resource: 'endpointslices.discovery.k8s.io',
  keysOf: ({ metadata }) => {
    const service = metadata.labels?.[SERVICE_LABEL]
    return service === undefined ? undefined : `${metadata.namespace}/${service}`
  },
}
