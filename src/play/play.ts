// One scenario being played: the stage as set so far, the cluster (started by the first sentence that needs it), the namespace
// the scenario is in, what `it` is, and what the cluster answered to the last action. Handlers work on this and nothing else.
import type {
  ApiObject,
  ApiRequest,
  ApiResponse,
  Awaitable,
  Cluster,
  ClusterFactory,
  ClusterOptions,
  ImageSpec,
} from '../cluster/port.ts'
import type { KindRef, Tail } from '../language/nodes.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import type { SnapshotPort } from './contract.ts'
import { identityOf } from './identities.ts'
import type { Issuer } from './issuers.ts'
import type { ManifestReader } from './manifests.ts'
import { LiveWorld } from './world.ts'

/** Everything a play is given. */
export interface PlayOptions {
  readonly factory: ClusterFactory
  readonly vocabulary: Vocabulary
  /** The files of the feature; each is read once in a play of it. */
  readonly manifests: ManifestReader
  readonly snapshots: SnapshotPort
  readonly seed: number
  /** The seed of another legal order of what happens at once. */
  readonly order?: number
  /** Cluster milliseconds a Then may take to become true. */
  readonly patience: number
}

/** An object by its kind and name. */
export interface Target {
  readonly kind: KindRef
  readonly namespace: string
  readonly name: string
}

/** What the cluster answered to one request of the last action. */
export interface Answer {
  readonly response: ApiResponse
  /** What the request was about. */
  readonly target: Target | undefined
  /** Set when a sentence has looked at it; a refusal nobody looks at fails the scenario. */
  seen: boolean
}

/** A failed sentence that stops the play where it is thrown. */
export class PlayError extends Error {}

/** The state of one scenario. */
export class Play {
  readonly options: PlayOptions
  readonly stage: Writable<ClusterOptions> & { seed: number }
  /** The groups of users a Given spoke of. */
  readonly users = new Map<string, readonly string[]>()
  /** OpenID Connect issuers by their URL. */
  readonly issuers = new Map<string, Issuer>()
  /** Tokens by the names a Given gave them. */
  readonly tokens = new Map<string, string>()
  namespace = 'default'
  patience: number
  /** The object last named, or why there is none. */
  it: Target | readonly Target[] | undefined
  answers: Answer[] = []
  /** History's length when the first action began. */
  opening: number | undefined
  /** History's length when the last action began. */
  lastAction = 0
  readonly notes: string[] = []
  private started: Promise<Cluster> | undefined
  private live: { cluster: Cluster; world: LiveWorld; start: number } | undefined
  private readonly images = new Map<string, ImageSpec>()
  private readonly settings: ((cluster: Cluster) => Awaitable<void>)[] = []

  constructor(options: PlayOptions) {
    this.options = options
    this.patience = options.patience
    this.stage = { seed: options.seed, ...(options.order === undefined ? {} : { order: options.order }) }
  }

  /** Whether the cluster runs already, so that what must be said before its start comes too late. */
  get running(): boolean {
    return this.started !== undefined
  }

  /** The cluster, started on first use: with one node unless the stage says otherwise. */
  async cluster(): Promise<Cluster> {
    if (this.live !== undefined) return this.live.cluster
    this.started ??= Promise.resolve(this.options.factory({ nodes: [{ name: 'node-1' }], ...this.stage }))
    const cluster = await this.started
    if (this.live === undefined) {
      this.live = { cluster, world: new LiveWorld(cluster), start: cluster.now() }
      for (const image of this.images.values()) await cluster.setImage(image)
      for (const { name } of this.stage.nodes ?? []) {
        const error = await cluster.kubeletError(name)
        if (error !== undefined) this.notes.push(`the kubelet of node "${name}" does not start: ${error}`)
      }
      for (const set of this.settings) await set(cluster)
    }
    return cluster
  }

  /** What the objects are now; `kinds` are those the caller will look at. */
  async world(kinds: readonly KindRef[] = []): Promise<LiveWorld> {
    await this.cluster()
    const { world } = this.live!
    for (const kind of kinds) await world.learn(kind)
    return world
  }

  /** Cluster time at the start and now, and the history, once there is a cluster. */
  get past(): { readonly cluster: Cluster; readonly start: number } | undefined {
    return this.live
  }

  /** Sends a request for whoever the sentence names. */
  async send(request: ApiRequest, tail: Pick<Tail, 'as' | 'namespace'> = {}): Promise<ApiResponse> {
    const cluster = await this.cluster()
    const response = await cluster.request(
      tail.as === undefined ? request : { ...request, ...(await identityOf(this, tail)) },
    )
    for (const warning of response.warnings) this.notes.push(`warning: ${warning}`)
    for (const line of response.notSimulated ?? []) if (!this.notes.includes(line)) this.notes.push(line)
    return response
  }

  /** Keeps the answer to a request of the last action, for the sentences about it. */
  record(response: ApiResponse, target: Target | undefined): Answer {
    const answer: Answer = { response, target, seen: false }
    this.answers.push(answer)
    return answer
  }

  /** The refusals of the last action that no sentence has looked at. */
  get unseenRefusals(): readonly Answer[] {
    return this.answers.filter((a) => !a.seen && isRefusal(a.response))
  }

  /** Adds to what an image does. */
  async setImage(image: ImageSpec): Promise<void> {
    const merged = addedUp(this.images.get(image.name), image)
    this.images.set(image.name, merged)
    if (this.live !== undefined) await this.live.cluster.setImage(merged)
  }

  /** Sets more of the stage: now, or as soon as the cluster has started. */
  async onCluster(set: (cluster: Cluster) => Awaitable<void>): Promise<void> {
    if (this.live === undefined) this.settings.push(set)
    else await set(this.live.cluster)
  }

  /** The namespace a sentence means for a kind. */
  namespaceFor(kind: KindRef, tail: Pick<Tail, 'namespace'>, own?: string): string {
    return kind.namespaced ? (own ?? tail.namespace ?? this.namespace) : ''
  }

  /**
   * Another play that goes on from where this one is, with other options; undefined where its cluster cannot be forked. This one
   * must not go on itself.
   */
  async fork(options: PlayOptions): Promise<Play | undefined> {
    const cluster = this.live?.cluster.fork?.()
    if (cluster === undefined) return undefined
    const play = new Play(options)
    Object.assign(play.stage, this.stage)
    for (const kept of ['users', 'issuers', 'tokens', 'images'] as const) copyInto(play[kept], this[kept])
    play.namespace = this.namespace
    play.patience = this.patience
    play.it = this.it
    play.answers = this.answers.map((answer) => ({ ...answer }))
    play.opening = this.opening
    play.lastAction = this.lastAction
    play.settings.push(...this.settings)
    play.started = Promise.resolve(cluster)
    await play.cluster()
    return play
  }

  /** Gives the cluster back. */
  async close(): Promise<void> {
    if (this.started !== undefined) await (await this.started).close()
  }
}

function copyInto(into: Map<string, unknown>, from: ReadonlyMap<string, unknown>): void {
  for (const [key, value] of from) into.set(key, value)
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Whether the cluster refused. */
export function isRefusal(response: ApiResponse): boolean {
  return response.code >= 400
}

/** The target an object is. */
export function targetOf(kind: KindRef, object: ApiObject): Target {
  return {
    kind,
    namespace: kind.namespaced ? (object.metadata?.namespace ?? '') : '',
    name: object.metadata?.name ?? '',
  }
}

/** What was said of an image with what is said now: lines, ports and answers add up. */
function addedUp(known: ImageSpec | undefined, image: ImageSpec): ImageSpec {
  const both = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] => [
    ...(a ?? []),
    ...(b ?? []),
  ]
  const { prints, listens, answers, memory } = image
  return {
    ...known,
    ...image,
    ...(prints === undefined ? {} : { prints: both(known?.prints, prints) }),
    ...(listens === undefined ? {} : { listens: both(known?.listens, listens) }),
    ...(answers === undefined ? {} : { answers: both(known?.answers, answers) }),
    ...(memory === undefined ? {} : { memory: both(known?.memory, memory) }),
  }
}
