// What stands between objects and nodes: the pods that name them. Worked out when a node first asks for one of them, then kept up
// to date; a cluster whose nodes never ask pays nothing. Upstream: plugin/pkg/auth/authorizer/node/{graph,graph_populator}.go.
import type { PersistentVolume, Pod } from '../../../generated/api/core.v1.ts'
import { podReferences } from '../../../model/pod-references.ts'
import type { KubeObject, Lister, ResourceKey } from '../../api/types.ts'

/** What pods lead to. */
export type ReferencedResource =
  | 'secrets'
  | 'configmaps'
  | 'persistentvolumeclaims'
  | 'resourceclaims.resource.k8s.io'
  | 'serviceaccounts'

/** What is read, and who is told when it changes. */
export interface Watched extends Lister {
  listen(resource: ResourceKey, listener: (change: PodChange) => void): unknown
}

interface PodChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: KubeObject
}

interface KnownPod {
  readonly uid: string | undefined
  readonly node: string
  readonly ephemeral: number
  readonly claims: unknown
  readonly keys: readonly string[]
}

const MIRROR = 'kubernetes.io/config.mirror'
const keyOf = (resource: string, namespace: string, name: string): string => `${resource}/${namespace}/${name}`

/** Knows which nodes' pods name an object. */
export class NodeGraph {
  readonly #source: Watched
  /** How many pods of each node name an object. */
  #nodes: Map<string, Map<string, number>> | undefined
  readonly #pods = new Map<string, KnownPod>()

  constructor(source: Watched) {
    this.#source = source
  }

  /** Whether a pod on the node names the object, or what the object belongs to. */
  related(node: string, resource: ReferencedResource, namespace: string, name: string): boolean {
    if (
      this.#edges()
        .get(keyOf(resource, namespace, name))
        ?.has(node) === true
    )
      return true
    return resource === 'secrets' && this.#volumeSecret(node, namespace, name)
  }

  /** Whether a pod on the node uses the claim of a volume. */
  relatedVolume(node: string, name: string): boolean {
    const volume = this.#source.get<PersistentVolume & KubeObject>('persistentvolumes', '', name)
    return volume !== undefined && this.#usesVolume(node, volume)
  }

  #usesVolume(node: string, { spec }: PersistentVolume): boolean {
    const claim = spec.claimRef
    return claim !== undefined && this.related(node, 'persistentvolumeclaims', claim.namespace ?? '', claim.name ?? '')
  }

  #volumeSecret(node: string, namespace: string, name: string): boolean {
    return this.#source
      .list<PersistentVolume & KubeObject>('persistentvolumes')
      .some(
        (volume) =>
          volumeSecrets(volume).some((secret) => secret.namespace === namespace && secret.name === name) &&
          this.#usesVolume(node, volume),
      )
  }

  #edges(): Map<string, Map<string, number>> {
    if (this.#nodes !== undefined) return this.#nodes
    this.#nodes = new Map()
    for (const pod of this.#source.list<Pod & KubeObject>('pods')) this.#changed('ADDED', pod)
    this.#source.listen('pods', ({ type, object }) => this.#changed(type, object as Pod & KubeObject))
    return this.#nodes
  }

  #changed(type: PodChange['type'], pod: Pod & KubeObject): void {
    const node = pod.spec.nodeName ?? ''
    if (node === '') return
    const id = `${pod.metadata.namespace}/${pod.metadata.name}`
    const known = this.#pods.get(id)
    const ephemeral = pod.spec.ephemeralContainers?.length ?? 0
    const claims = pod.status?.resourceClaimStatuses
    const { uid } = pod.metadata
    const same = known?.uid === uid && known?.node === node && known.ephemeral >= ephemeral && known.claims === claims
    if (type !== 'DELETED' && same) return
    if (known !== undefined) this.#count(known, -1)
    this.#pods.delete(id)
    if (type === 'DELETED') return
    const now: KnownPod = { uid, node, ephemeral, claims, keys: keysOf(pod) }
    this.#pods.set(id, now)
    this.#count(now, 1)
  }

  #count({ node, keys }: KnownPod, by: number): void {
    for (const key of keys) {
      const nodes = this.#nodes?.get(key) ?? new Map<string, number>()
      this.#nodes?.set(key, nodes)
      const count = (nodes.get(node) ?? 0) + by
      if (count > 0) nodes.set(node, count)
      else nodes.delete(node)
    }
  }
}

/** What a pod gives its node access to; mirror pods give none. */
function keysOf(pod: Pod & KubeObject): readonly string[] {
  const { metadata, spec, status } = pod
  if (metadata.annotations?.[MIRROR] !== undefined) return []
  const namespace = metadata.namespace ?? ''
  const { secrets, configMaps } = podReferences(pod)
  const volumes = spec.volumes ?? []
  const claims = volumes.map(
    ({ name, persistentVolumeClaim, ephemeral }) =>
      persistentVolumeClaim?.claimName ?? (ephemeral === undefined ? '' : `${metadata.name}-${name}`),
  )
  const resourceClaims = (spec.resourceClaims ?? []).map(
    ({ name, resourceClaimName }) =>
      resourceClaimName ?? status?.resourceClaimStatuses?.find((one) => one.name === name)?.resourceClaimName,
  )
  const names: Readonly<Record<ReferencedResource, readonly (string | undefined)[]>> = {
    secrets,
    configmaps: configMaps,
    persistentvolumeclaims: claims,
    'resourceclaims.resource.k8s.io': [...resourceClaims, status?.extendedResourceClaimStatus?.resourceClaimName],
    serviceaccounts: [spec.serviceAccountName],
  }
  return Object.entries(names).flatMap(([resource, all]) =>
    [...new Set(all)].flatMap((name) => (name ? [keyOf(resource, namespace, name)] : [])),
  )
}

/** The secrets of a volume that its node needs. */
function volumeSecrets({ spec }: PersistentVolume): { readonly namespace: string; readonly name: string }[] {
  const claimed = spec.claimRef?.namespace ?? ''
  const { azureFile, cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos, csi } = spec
  if (azureFile !== undefined) {
    return [{ namespace: azureFile.secretNamespace || claimed, name: azureFile.secretName }]
  }
  const own = (cephfs ?? flexVolume ?? rbd ?? scaleIO ?? iscsi)?.secretRef
  if (own) return [{ namespace: own.namespace || claimed, name: own.name ?? '' }]
  const others = [
    cinder?.secretRef,
    storageos?.secretRef,
    csi?.nodePublishSecretRef,
    csi?.nodeStageSecretRef,
    csi?.nodeExpandSecretRef,
  ]
  return others.flatMap((one) => (one?.name ? [{ namespace: one.namespace ?? '', name: one.name }] : []))
}
