// Pods a kubelet has from files of its node, and their mirrors in the API: shown as long as the file is there, made again when they
// are deleted. Upstream: pkg/kubelet/config/{common,file}.go, pkg/kubelet/pod/mirror_client.go, tryReconcileMirrorPods in
// pkg/kubelet/kubelet.go.
import type { Node, Pod, Toleration } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import { digestOf } from '../../containers/reference.ts'
import type { TimeOfDay } from '../../engine/clock.ts'
import { annotations, isMirrorPod } from '../critical-pods.ts'
import { referencedObjects } from './api-references.ts'

/** What static pods act through. */
export interface StaticParts {
  readonly time: TimeOfDay
  readonly client: Client
  readonly nodeName: string
  node(): Node
  start(pod: Pod): void
  /** The worker of a pod that is run. */
  worker(uid: string): { retire(): void; readonly sync: { readonly told: { tellMirror(): void } } } | undefined
}

/** The static pods of one node. */
export class StaticPods {
  readonly #parts: StaticParts
  /** By file. */
  readonly #pods = new Map<string, Pod>()
  /** What follows the end of a pod whose file has gone. */
  readonly #retiring = new Map<string, () => void>()

  constructor(parts: StaticParts) {
    this.#parts = parts
  }

  /** A file has come or changed, or goes where there is no manifest; why it is not taken. */
  put(file: string, manifest: unknown): string | undefined {
    if (manifest === undefined) return this.#remove(file)
    const pod = this.#read(file, manifest)
    if (typeof pod === 'string') return pod
    const known = this.#pods.get(file)
    if (known !== undefined && known.metadata.uid === pod.metadata.uid) return undefined
    const start = (): void => {
      this.#pods.set(file, pod)
      this.#parts.start(pod)
      this.#reconcile(pod)
    }
    if (known === undefined) start()
    else this.#retire(file, known, start)
    return undefined
  }

  #remove(file: string): string | undefined {
    const known = this.#pods.get(file)
    if (known === undefined) return `there is no static pod "${file}" on node "${this.#parts.nodeName}"`
    this.#retire(file, known, () => {})
    return undefined
  }

  /** The kubelet starts: everything in its folder is run. */
  startAll(): void {
    for (const pod of this.#pods.values()) {
      this.#parts.start(pod)
      this.#reconcile(pod)
    }
  }

  /** Whether a pod of the API is a mirror: then something has become of it. */
  takes(mirror: Pod): boolean {
    if (!isMirrorPod(mirror)) return false
    const { name, namespace } = mirror.metadata
    for (const pod of this.#pods.values())
      if (pod.metadata.name === name && pod.metadata.namespace === namespace) this.#reconcile(pod)
    return true
  }

  /** Nothing of a pod is left on the node. */
  ended(uid: string): void {
    const then = this.#retiring.get(uid)
    this.#retiring.delete(uid)
    then?.()
  }

  #retire(file: string, pod: Pod, then: () => void): void {
    this.#pods.delete(file)
    const uid = pod.metadata.uid ?? ''
    const worker = this.#parts.worker(uid)
    this.#retiring.set(uid, () => {
      const mirror = this.#mirrorOf(pod)
      if (mirror !== undefined) this.#delete(mirror)
      then()
    })
    if (worker === undefined) this.ended(uid)
    else worker.retire()
  }

  #mirrorOf({ metadata }: Pod): Pod | undefined {
    const found = this.#parts.client.lister.get<Pod>('pods', metadata.namespace ?? '', metadata.name ?? '')
    return found !== undefined && isMirrorPod(found) ? found : undefined
  }

  #delete({ metadata: { name = '', namespace = '', uid = '' } }: Pod): boolean {
    return this.#parts.client.delete('pods', namespace, name, { gracePeriodSeconds: 0, uid }).ok
  }

  /** Sees to it that the mirror is there and shows this pod. */
  #reconcile(pod: Pod): void {
    const { client, node, worker } = this.#parts
    const hash = pod.metadata.uid ?? ''
    const mirror = this.#mirrorOf(pod)
    if (mirror !== undefined) {
      const { deletionTimestamp, annotations: marks } = mirror.metadata
      if (deletionTimestamp === undefined && marks?.[annotations.mirror] === hash) return
      if (!this.#delete(mirror)) return
    }
    const { name, uid, deletionTimestamp } = node().metadata
    if (deletionTimestamp !== undefined) return
    const { uid: _, ...metadata } = pod.metadata
    const owner = { apiVersion: 'v1', kind: 'Node', name: name ?? '', uid: uid ?? '', controller: true }
    const marked = { ...metadata.annotations, [annotations.mirror]: hash }
    const made = client.create<Pod>('pods', {
      ...pod,
      metadata: { ...metadata, annotations: marked, ownerReferences: [owner] },
    })
    if (made.ok) worker(hash)?.sync.told.tellMirror()
  }

  /** The pod a file means, or why it means none. */
  #read(file: string, manifest: unknown): Pod | string {
    const { client, time, nodeName } = this.#parts
    const decoded = client.decoded<Pod>('pods', manifest)
    if ('error' in decoded) return decoded.error
    const { metadata, spec } = decoded.object
    if (!metadata.name) return 'invalid pod: name is needed for the pod'
    const hash = metadata.uid || digestOf(`${JSON.stringify(manifest)}host:${nodeName}file:${file}`).slice(0, 32)
    const pod = {
      ...decoded.object,
      metadata: {
        ...metadata,
        uid: hash,
        name: `${metadata.name}-${nodeName.toLowerCase()}`,
        namespace: metadata.namespace || 'default',
        annotations: {
          ...metadata.annotations,
          [annotations.hash]: hash,
          [annotations.seen]: formatTime(time.now()),
          [annotations.source]: 'file',
        },
      },
      spec: { ...spec, nodeName, tolerations: tolerationsOf(spec.tolerations) },
      status: { phase: 'Pending' } as Pod['status'],
    }
    const problems = client.problems('pods', pod)
    if (problems !== undefined) return `invalid pod: ${problems}`
    const reference = referencedObjects(spec)
    return reference === undefined ? pod : `static pods may not reference ${reference}`
  }
}

const forever: Toleration = { operator: 'Exists', effect: 'NoExecute' }

/** A node's troubles do not evict its static pods. */
function tolerationsOf(own: readonly Toleration[] | null | undefined): Toleration[] {
  const list = own ?? []
  return list.some((each) => deepEqual(each, forever)) ? [...list] : [...list, forever]
}
