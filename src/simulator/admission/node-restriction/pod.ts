// What a kubelet may do with pods: create and delete mirror pods of its own, report on and evict those that run on it.
// Upstream: admitPod, admitPodStatus and admitPodEviction in plugin/pkg/admission/noderestriction/admission.go;
// HasAPIObjectReference in pkg/api/pod/util.go.
import type { Node, Pod, Volume, VolumeProjection } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { podReferences } from '../../../model/pod-references.ts'
import { quote } from '../../../model/quote.ts'
import { notFound, type StatusError } from '../../api/status/status-error.ts'
import type { Lister } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext } from '../contract.ts'
import { refuse } from '../lib/refuse.ts'

const MIRROR = 'kubernetes.io/config.mirror'

const self = (node: string): string => `node ${quote(node)}`

/** Judges writes of pods. */
export function admitPod(node: string, attributes: AdmissionAttributes, { lister }: AdmissionContext): void {
  const { subresource, operation } = attributes
  if (subresource === 'status') admitStatus(node, attributes)
  else if (subresource === 'eviction') admitEviction(node, attributes, lister)
  else if (subresource !== '') {
    const why = `unexpected pod subresource ${quote(subresource)}, only 'status' and 'eviction' are allowed`
    throw refuse(attributes, why)
  } else if (operation === 'CREATE') admitCreate(node, attributes, lister)
  else if (operation === 'DELETE') admitDelete(node, attributes, lister)
  else {
    const only = `${self(node)} can only create and delete mirror pods`
    throw refuse(attributes, `unexpected operation ${quote(operation)}, ${only}`)
  }
}

function admitDelete(node: string, attributes: AdmissionAttributes, lister: Lister): void {
  if (existing(attributes, lister).spec.nodeName === node) return
  throw refuse(attributes, `${self(node)} can only delete pods with spec.nodeName set to itself`)
}

function existing({ namespace, name, object }: AdmissionAttributes, lister: Lister): Pod {
  const wanted = name || (object?.metadata.name ?? '')
  const pod = lister.get<Pod>('pods', namespace, wanted)
  if (pod === undefined) throw notFound({ group: '', name: 'pod' }, wanted)
  return pod
}

function admitStatus(node: string, attributes: AdmissionAttributes): void {
  if (attributes.operation !== 'UPDATE') {
    throw refuse(attributes, `unexpected operation ${quote(attributes.operation)}`)
  }
  const old = attributes.oldObject as Pod
  const now = attributes.object as Pod
  if (old.spec.nodeName !== node) {
    throw refuse(attributes, `${self(node)} can only update pod status for pods with spec.nodeName set to itself`)
  }
  if (!same(old.metadata.labels ?? {}, now.metadata.labels ?? {})) {
    throw refuse(attributes, `${self(node)} cannot update labels through pod status`)
  }
  if (!same(old.status?.resourceClaimStatuses ?? [], now.status?.resourceClaimStatuses ?? [])) {
    throw refuse(attributes, `${self(node)} cannot update resource claim statues`)
  }
  if (!same(old.status?.extendedResourceClaimStatus, now.status?.extendedResourceClaimStatus)) {
    throw refuse(attributes, `${self(node)} cannot update extended resource claim status`)
  }
}

const same = (a: unknown, b: unknown): boolean => a === b || deepEqual(a, b)

function admitEviction(node: string, attributes: AdmissionAttributes, lister: Lister): void {
  if (attributes.operation !== 'CREATE') throw refuse(attributes, `unexpected operation ${attributes.operation}`)
  if (existing(attributes, lister).spec.nodeName === node) return
  throw refuse(attributes, `node ${node} can only evict pods with spec.nodeName set to itself`)
}

function admitCreate(node: string, attributes: AdmissionAttributes, lister: Lister): void {
  const pod = attributes.object as Pod
  if (pod.metadata.annotations?.[MIRROR] === undefined) {
    throw refuse(attributes, `pod does not have ${quote(MIRROR)} annotation, ${self(node)} can only create mirror pods`)
  }
  if (pod.spec.nodeName !== node) {
    throw refuse(attributes, `${self(node)} can only create pods with spec.nodeName set to itself`)
  }
  admitOwner(node, pod, attributes, lister)
  const referenced = apiReference(pod)
  if (referenced === undefined) return
  if ('error' in referenced)
    throw refuse(attributes, `error checking mirror pod for API references: ${referenced.error}`)
  throw refuse(attributes, `${self(node)} can not create pods that reference ${referenced.resource}`)
}

/** A mirror pod belongs to its node and to nothing else. */
function admitOwner(node: string, pod: Pod, attributes: AdmissionAttributes, lister: Lister): void {
  const [owner, ...more] = pod.metadata.ownerReferences ?? []
  const refused = (why: string): StatusError => refuse(attributes, `${self(node)} ${why}`)
  if (more.length > 0) throw refused('can only create pods with a single owner reference set to itself')
  if (owner === undefined || owner.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    throw refused('can only create pods with an owner reference set to itself')
  }
  if (owner.controller !== true) throw refused('can only create pods with a controller owner reference set to itself')
  if (owner.blockOwnerDeletion === true) throw refused('must not set blockOwnerDeletion on an owner reference')
  const found = lister.get<Node>('nodes', '', node)
  if (found === undefined) throw notFound({ group: '', name: 'node' }, node)
  if (owner.uid === found.metadata.uid) return
  throw refuse(attributes, `node ${node} UID mismatch: expected ${owner.uid} got ${found.metadata.uid ?? ''}`)
}

type Referenced = { readonly resource: string } | { readonly error: string } | undefined

/** HasAPIObjectReference: the first sort of object a pod needs from the API. */
function apiReference(pod: Pod): Referenced {
  if (pod.spec.serviceAccountName) return { resource: 'serviceaccounts' }
  const { secrets, configMaps } = podReferences(pod)
  if (secrets.length > 0) return { resource: 'secrets' }
  if (configMaps.length > 0) return { resource: 'configmaps' }
  if (pod.spec.resourceClaims?.length) return { resource: 'resourceclaims' }
  for (const volume of pod.spec.volumes ?? []) {
    const found = volumeReference(volume)
    if (found !== undefined) return found
  }
  return undefined
}

/** Sources that need an object, in upstream's words. */
const SOURCES: Readonly<Partial<Record<keyof Volume, string>>> = {
  configMap: 'configmaps (via configmap volumes)',
  secret: 'secrets (via secret volumes)',
  csi: 'csidrivers (via CSI volumes)',
  glusterfs: 'endpoints (via glusterFS volumes)',
  persistentVolumeClaim: 'persistentvolumeclaims',
  ephemeral: 'persistentvolumeclaims (via ephemeral volumes)',
  azureFile: 'secrets (via azureFile volumes)',
}
const PROJECTED: Readonly<Partial<Record<keyof VolumeProjection, string>>> = {
  configMap: 'configmaps (via projected volumes)',
  secret: 'secrets (via projected volumes)',
  serviceAccountToken: 'serviceaccounts (via projected volumes)',
  clusterTrustBundle: 'clustertrustbundles',
  podCertificate: 'podcertificates',
}

function volumeReference(volume: Volume): Referenced {
  for (const [source, resource] of Object.entries(SOURCES)) {
    if (volume[source as keyof Volume]) return { resource }
  }
  if (volume.projected === undefined) {
    const known = Object.keys(volume).some((field) => field !== 'name')
    return known ? undefined : { error: `unknown volume type for volume  ${quote(volume.name)}` }
  }
  for (const projection of volume.projected.sources ?? []) {
    const [, resource] =
      Object.entries(PROJECTED).find(([source]) => projection[source as keyof VolumeProjection]) ?? []
    if (resource !== undefined) return { resource }
    if (!projection.downwardAPI) return { error: `unknown source for projected volume ${quote(volume.name)}` }
  }
  return undefined
}
