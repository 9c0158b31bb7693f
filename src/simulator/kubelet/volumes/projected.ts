// A volume that is made from objects and follows them: what has changed the next sync of its pod writes anew, a moment later and
// without waiting for it; what cannot be had any more is asked for again and again, and the files stay as they are.
// Upstream: MarkRemountRequired in pkg/kubelet/volumemanager/cache, pkg/kubelet/util/manager/watch_based_manager.go.
import type { Pod, Volume } from '../../../generated/api/core.v1.ts'
import { quote } from '../../../model/quote.ts'
import { type DirectoryNode, giveToGroup } from '../../containers/files/nodes.ts'
import type { Timer } from '../../engine/clock.ts'
import type { NodeContext } from '../node-context.ts'
import { fillPayload, type HeldObjects, MountError, modeOf, payloadOf, type VolumeFacts, volumeNode } from './build.ts'

/** What a sync has found to be written anew is, as soon as somebody looks: ten times a second. */
const REWRITE_MS = 100
/** What cannot be mounted is tried again, after pauses that double. */
export const FIRST_RETRY_MS = 500
/** The longest of those pauses. */
export const MAX_RETRY_MS = 122_000

/** What keeps a volume up with its objects. */
export interface ProjectedParts {
  readonly node: NodeContext
  readonly volume: Volume
  facts(pod: Pod): VolumeFacts
  /** Asked for when the next sync has something to write anew. */
  resync(): void
}

/** One volume made from objects; its files are made when they are first looked at, from what they were when it was mounted. */
export class ProjectedVolume {
  readonly #parts: ProjectedParts
  readonly #sources: readonly (readonly ['configmaps' | 'secrets', string])[]
  readonly #stops: (() => void)[] = []
  #stale = false
  /** The pod and the objects as they were when it was last written. */
  #pod: Pod
  #held: HeldObjects
  #directory: DirectoryNode | undefined
  #pause = FIRST_RETRY_MS
  #timer: Timer | undefined

  constructor(parts: ProjectedParts, pod: Pod) {
    this.#parts = parts
    this.#pod = pod
    this.#sources = [...sourcesOf(parts.volume)]
    this.#held = this.#hold()
    for (const source of this.#sources) this.#watch(...source)
  }

  get directory(): DirectoryNode {
    if (this.#directory === undefined) {
      const made = volumeNode(this.#parts.volume, { ...this.#parts.facts(this.#pod), held: this.#held })
      if (made.kind !== 'directory') throw new Error('a volume made from objects is a directory')
      this.#directory = made
    }
    return this.#directory
  }

  /** A sync of its pod has begun. */
  sync(pod: Pod): void {
    const { metadata: before } = this.#pod
    const told = pod.metadata.labels !== before.labels || pod.metadata.annotations !== before.annotations
    if (!this.#stale && !(told && hasDownward(this.#parts.volume))) return
    this.#stale = false
    this.#pause = FIRST_RETRY_MS
    const { clock, pace } = this.#parts.node
    this.#timer?.cancel()
    this.#timer = clock.after(pace.takes(REWRITE_MS), () => this.#write(pod))
  }

  /** The kubelet has stopped: when it runs again all is written anew. */
  suspend(): void {
    this.#stale = true
    this.#timer?.cancel()
    this.#timer = undefined
  }

  stop(): void {
    this.suspend()
    for (const stop of this.#stops.splice(0)) stop()
  }

  #hold(): HeldObjects {
    const { lister } = this.#parts.node.client
    const namespace = this.#pod.metadata.namespace ?? ''
    return new Map(
      this.#sources.map(([resource, name]) => [`${resource}/${name}`, lister.get(resource, namespace, name)]),
    )
  }

  #watch(resource: 'configmaps' | 'secrets', name: string): void {
    const { client, sources } = this.#parts.node
    const namespace = this.#pod.metadata.namespace ?? ''
    let seen = client.lister.get(resource, namespace, name)
    const changed = (): void => {
      const now = client.lister.get(resource, namespace, name)
      if (now === seen) return
      seen = now
      client.whenReached(() => {
        this.#stale = true
        this.#parts.resync()
      })
    }
    this.#stops.push(sources.watch(resource, namespace, name, changed))
  }

  #write(pod: Pod): void {
    const { node, volume } = this.#parts
    const held = this.#hold()
    const facts = { ...this.#parts.facts(pod), held }
    this.#timer = undefined
    try {
      const payload = payloadOf(volume, facts)
      this.#held = held
      this.#pod = pod
      if (this.#directory === undefined) return
      fillPayload(this.#directory, payload, facts.now, modeOf(volume))
      const group = pod.spec.securityContext?.fsGroup
      if (group != null) giveToGroup(this.#directory, group, true)
    } catch (error) {
      if (!(error instanceof MountError)) throw error
      node.recorder.event(pod, 'Warning', 'FailedMount', setUpFailed(volume, error))
      this.#timer = node.clock.after(this.#pause, () => this.#write(pod))
      this.#pause = Math.min(this.#pause * 2, MAX_RETRY_MS)
    }
  }
}

function* sourcesOf({ configMap, secret, projected }: Volume): Iterable<readonly ['configmaps' | 'secrets', string]> {
  if (configMap?.name) yield ['configmaps', configMap.name]
  if (secret?.secretName) yield ['secrets', secret.secretName]
  for (const source of projected?.sources ?? []) {
    if (source.configMap?.name) yield ['configmaps', source.configMap.name]
    if (source.secret?.name) yield ['secrets', source.secret.name]
  }
}

/** The event of a volume that cannot be set up. */
export const setUpFailed = ({ name }: Volume, error: MountError): string =>
  `MountVolume.SetUp failed for volume ${quote(name)} : ${error.message}`

const hasDownward = ({ downwardAPI, projected }: Volume): boolean =>
  downwardAPI !== undefined || projected?.sources?.some((source) => source.downwardAPI !== undefined) === true
