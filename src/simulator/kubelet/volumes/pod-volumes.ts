// The volumes of one pod: mounted before its first container, tried again with growing pauses while that fails, and kept up with
// the objects they are made from. Upstream: pkg/kubelet/volumemanager, volume/util/nestedpendingoperations.
import type { Pod, Volume } from '../../../generated/api/core.v1.ts'
import { quote } from '../../../model/quote.ts'
import { type Co, either, Moment, sleep, type Wait } from '../../containers/coroutine.ts'
import { type DirectoryNode, type FileNode, type FsNode, giveToGroup } from '../../containers/files/nodes.ts'
import type { Timer } from '../../engine/clock.ts'
import type { NodeContext } from '../node-context.ts'
import { fillPayload, isProjection, MountError, payloadOf, type VolumeFacts, volumeNode } from './build.ts'

const FIRST_RETRY_MS = 500
const MAX_RETRY_MS = 122_000
/** A sync waits so long for volumes, and says so. */
const TIMEOUT_MS = 123_000
/** A change of a ConfigMap is found by the next sync of the pod, which comes about once a minute. */
const REFRESH_MS = 60_000

/** Mounted volumes by name. */
export class PodVolumes {
  readonly #node: NodeContext
  readonly #facts: (pod: Pod) => VolumeFacts
  readonly #nodes = new Map<string, DirectoryNode | FileNode>()
  readonly #stops: (() => void)[] = []
  #mounted = false
  /** The next try of what has failed, and what that is. */
  #retry: Timer | undefined
  #pause = FIRST_RETRY_MS
  #failing: string[] = []
  #ready: Moment | undefined

  constructor(node: NodeContext, facts: (pod: Pod) => VolumeFacts) {
    this.#node = node
    this.#facts = facts
  }

  /** What was on disk is there again. */
  restore(nodes: ReadonlyMap<string, DirectoryNode | FileNode>): void {
    for (const [name, node] of nodes) this.#nodes.set(name, node)
  }

  /** The files of a volume; made when first looked at. */
  get(pod: Pod, name: string): DirectoryNode | FileNode | undefined {
    const known = this.#nodes.get(name)
    if (known !== undefined) return known
    const volume = pod.spec.volumes?.find((each) => each.name === name)
    return volume === undefined ? undefined : this.#make(pod, volume)
  }

  /** The text of a file in a volume; undefined when there is none. */
  fileIn(pod: Pod, name: string, path: string): string | undefined {
    let node: FsNode | undefined = this.get(pod, name)
    for (const part of path.split('/').filter((each) => each !== '')) {
      if (node?.kind !== 'directory') return undefined
      node = node.entries.get(part)
    }
    return node?.kind === 'file' ? node.text : undefined
  }

  /** Emptied volumes that were looked at, by name: what limits are checked on. */
  made(name: string): DirectoryNode | FileNode | undefined {
    return this.#nodes.get(name)
  }

  /** Waits until all can be mounted, or until `ending`, or until it has taken too long; false when it gave up. */
  *mount(pod: Pod, ending: Wait, ended: () => boolean): Co<boolean> {
    if (this.#mounted) return true
    const { clock, recorder, pace } = this.#node
    const takes = pace.takes(0)
    if (takes > 0) {
      yield either(sleep(clock, takes), ending)
      if (ended()) return false
    }
    if (this.#retry === undefined) this.#attempt(pod)
    if (this.#mounted) return true
    this.#ready ??= new Moment()
    yield either(this.#ready.wait, ending, sleep(clock, TIMEOUT_MS))
    if (this.#mounted) return true
    if (ended()) this.suspend()
    else {
      const unmounted = this.#failing.sort().join(' ')
      const lists = `unmounted volumes=[${unmounted}], unattached volumes=[], failed to process volumes=[]`
      const message = `Unable to attach or mount volumes: ${lists}: context deadline exceeded`
      recorder.event(pod, 'Warning', 'FailedMount', message)
    }
    return false
  }

  /** Tries all; what fails is tried again, whoever waits for it or not. */
  #attempt(pod: Pod): void {
    const { clock, recorder } = this.#node
    const failures = this.#check(pod)
    this.#failing = failures.map(([volume]) => volume)
    this.#mounted = failures.length === 0
    if (this.#mounted) {
      this.#retry = undefined
      this.#ready?.arrive()
      return
    }
    for (const [volume, why] of failures)
      recorder.event(pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume ${quote(volume)} : ${why}`)
    this.#retry = clock.after(this.#pause, () => this.#attempt(pod))
    this.#pause = Math.min(this.#pause * 2, MAX_RETRY_MS)
  }

  /** Nothing is tried any more; who tries again begins anew. */
  suspend(): void {
    this.#retry?.cancel()
    this.#retry = undefined
    this.#pause = FIRST_RETRY_MS
  }

  stop(): void {
    this.suspend()
    for (const stop of this.#stops.splice(0)) stop()
  }

  /** What cannot be mounted now. */
  #check(pod: Pod): [string, string][] {
    const failures: [string, string][] = []
    for (const volume of pod.spec.volumes ?? []) {
      if (volume.emptyDir !== undefined || volume.name.startsWith('kube-api-access-')) continue
      try {
        if (isProjection(volume)) payloadOf(volume, this.#facts(pod))
        else if (volume.hostPath?.type) this.#make(pod, volume)
      } catch (error) {
        if (!(error instanceof MountError)) throw error
        failures.push([volume.name, error.message])
      }
    }
    return failures
  }

  #make(pod: Pod, volume: Volume): DirectoryNode | FileNode {
    const node = volumeNode(volume, this.#facts(pod))
    this.#nodes.set(volume.name, node)
    if (isProjection(volume) && node.kind === 'directory' && !volume.name.startsWith('kube-api-access-'))
      this.#keepUp(pod, volume, node)
    return node
  }

  #keepUp(pod: Pod, volume: Volume, directory: DirectoryNode): void {
    const { client, clock, sources } = this.#node
    const { namespace = '' } = pod.metadata
    const refresh = (): void => client.whenReached(later)
    const later = (): void => {
      clock.after(REFRESH_MS, () => {
        const facts = this.#facts(pod)
        try {
          fillPayload(directory, payloadOf(volume, facts), facts.now)
          const group = pod.spec.securityContext?.fsGroup
          if (group != null) giveToGroup(directory, group, true)
        } catch (error) {
          if (!(error instanceof MountError)) throw error
        }
      })
    }
    const { configMap, secret, projected } = volume
    if (configMap?.name) this.#stops.push(sources.watch('configmaps', namespace, configMap.name, refresh))
    if (secret?.secretName) this.#stops.push(sources.watch('secrets', namespace, secret.secretName, refresh))
    for (const source of projected?.sources ?? []) {
      if (source.configMap?.name)
        this.#stops.push(sources.watch('configmaps', namespace, source.configMap.name, refresh))
      if (source.secret?.name) this.#stops.push(sources.watch('secrets', namespace, source.secret.name, refresh))
    }
  }
}
