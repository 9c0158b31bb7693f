// A pod's claims: made from templates, remembered in the pod's status, reserved once the pod has a node.
// Upstream: syncPod, handleClaim, reserveFor in pkg/controller/resourceclaim/controller.go.

import type { Pod, PodResourceClaim } from '../../../generated/api/core.v1.ts'
import type { ResourceClaim, ResourceClaimTemplate } from '../../../generated/api/resource.v1.ts'
import { isControlledBy } from '../../../model/owner-references.ts'
import { withEntry } from '../../../model/sorted-map.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import { resourceClaimsByController } from '../../client/indexes.ts'
import type { SyncResult } from '../lib/work-queue.ts'
import { RESOURCE_CLAIMS } from './claims.ts'

const TEMPLATES = 'resourceclaimtemplates.resource.k8s.io'
const POD_CLAIM = 'resource.kubernetes.io/pod-claim-name'
const MANAGER = 'ResourceClaimController'
const MAX_BASE = 57
const MAX_USERS = 256

/** One pod. */
export function syncPod(client: Client, recorder: EventRecorder, key: string): SyncResult {
  const [namespace = '', name = ''] = key.split('/')
  const pod = client.lister.get<Pod>('pods', namespace, name)
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return undefined
  const made: { name: string; resourceClaimName: string }[] = []
  for (const wanted of pod.spec.resourceClaims ?? []) {
    const claim = ensureClaim(client, pod, wanted)
    if (typeof claim === 'string') {
      recorder.event(pod, 'Warning', 'FailedResourceClaimCreation', `PodResourceClaim ${wanted.name}: ${claim}`)
      return 'retry'
    }
    if (claim !== undefined) made.push({ name: wanted.name, resourceClaimName: claim.metadata.name ?? '' })
  }
  if (made.length > 0 && !remember(client, pod, made)) return 'retry'
  return pod.spec.nodeName ? reserve(client, pod) : undefined
}

/** The claim if it is new to the pod, or what is wrong. */
function ensureClaim(client: Client, pod: Pod, wanted: PodResourceClaim): ResourceClaim | string | undefined {
  const { namespace = '', uid = '' } = pod.metadata
  if (wanted.resourceClaimTemplateName === undefined) return undefined
  const known = pod.status.resourceClaimStatuses?.find(({ name }) => name === wanted.name)
  if (known !== undefined) {
    if (known.resourceClaimName === undefined) return undefined
    const claim = client.lister.get<ResourceClaim>(RESOURCE_CLAIMS, namespace, known.resourceClaimName)
    if (claim !== undefined && isControlledBy(claim, uid)) return undefined
  }
  const found = client
    .indexed(resourceClaimsByController, uid)
    .find((claim) => claim.metadata.annotations?.[POD_CLAIM] === wanted.name)
  if (found !== undefined) return found
  const template = client.lister.get<ResourceClaimTemplate>(TEMPLATES, namespace, wanted.resourceClaimTemplateName)
  if (template === undefined) {
    const name = wanted.resourceClaimTemplateName
    return `resource claim template "${name}": resourceclaimtemplate.resource.k8s.io "${name}" not found`
  }
  const created = client.create<ResourceClaim>(RESOURCE_CLAIMS, claimFrom(template, pod, wanted.name))
  return created.ok ? created.object : `create ResourceClaim : ${created.status.message}`
}

function claimFrom({ spec }: ResourceClaimTemplate, { metadata }: Pod, claim: string): ResourceClaim {
  const { name = '', namespace, uid = '' } = metadata
  const full = `${name}-${claim}-`
  const share = (text: string): string => text.slice(0, Math.trunc((text.length * MAX_BASE) / full.length))
  return {
    kind: 'ResourceClaim',
    apiVersion: 'resource.k8s.io/v1',
    metadata: {
      generateName: full.length > MAX_BASE ? `${share(name)}-${share(claim)}` : full,
      namespace,
      ...(spec.metadata?.labels === undefined ? {} : { labels: spec.metadata.labels }),
      annotations: withEntry(spec.metadata?.annotations, POD_CLAIM, claim),
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid, controller: true }],
    },
    spec: spec.spec,
    status: {},
  }
}

function remember(
  client: Client,
  { metadata, status }: Pod,
  made: { name: string; resourceClaimName: string }[],
): boolean {
  const { namespace = '', name = '' } = metadata
  const names = new Set(made.map((claim) => claim.name))
  const others = (status.resourceClaimStatuses ?? []).filter((known) => !names.has(known.name))
  const resourceClaimStatuses = [...others, ...made]
  const body = { kind: 'Pod', apiVersion: 'v1', metadata: { name, namespace }, status: { resourceClaimStatuses } }
  const query = { fieldManager: MANAGER, force: 'true' }
  return client.patch('pods', namespace, name, 'application/apply-patch+yaml', body, 'status', query).ok
}

/** A pod that somebody else put on its node still has to be counted. */
function reserve(client: Client, { metadata, spec, status }: Pod): SyncResult {
  const { namespace = '', name = '', uid = '' } = metadata
  for (const wanted of spec.resourceClaims ?? []) {
    const given = status.resourceClaimStatuses?.find((known) => known.name === wanted.name)?.resourceClaimName
    const claim = client.lister.get<ResourceClaim>(RESOURCE_CLAIMS, namespace, wanted.resourceClaimName ?? given ?? '')
    if (claim?.status?.allocation === undefined) continue
    const reservedFor = claim.status.reservedFor ?? []
    if (reservedFor.some((user) => user.uid === uid) || reservedFor.length >= MAX_USERS) continue
    const next = { ...claim.status, reservedFor: [...reservedFor, { resource: 'pods', name, uid }] }
    if (!client.updateStatus<ResourceClaim>(RESOURCE_CLAIMS, { ...claim, status: next }).ok) return 'retry'
  }
  return undefined
}
