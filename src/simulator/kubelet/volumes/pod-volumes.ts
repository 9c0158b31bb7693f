// The volumes of one pod: mounted before its first container, tried again with growing pauses while that fails, and kept up with
// the objects they are made from. Where one must be attached, the node's status is asked about it with pauses of their own, silently.
// Upstream: pkg/kubelet/volumemanager, volume/util/{operationexecutor,nestedpendingoperations}.
import type { Pod, Volume } from '../../../generated/api/core.v1.ts'
import { quote } from '../../../model/quote.ts'
import { type Co, either, Moment, sleep, type Wait } from '../../containers/coroutine.ts'
import type { DirectoryNode, FileNode, FsNode } from '../../containers/files/nodes.ts'
import type { Timer } from '../../engine/clock.ts'
import type { NodeContext } from '../node-context.ts'
import { isProjection, MountError, payloadOf, type VolumeFacts, volumeNode } from './build.ts'
import { claimsProblem } from './claims.ts'
import { type CsiVolume, csiProblem, csiVolumeOf } from './csi.ts'
import { checkEmptyDir, isPlainEmptyDir } from './empty-dir.ts'
import { mountedVolumes } from './mounted-volumes.ts'
import { FIRST_RETRY_MS, MAX_RETRY_MS, ProjectedVolume, setUpFailed } from './projected.ts'

/** A sync waits so long for volumes, then the next does; it says nothing, for a wait that was cut short is no error worth an event. */
const TIMEOUT_MS = 123_000
/** A sync looks at its volumes again after this long: what is wrong with claims is known by then. */
const LOOK_AGAIN_MS = 300

/** A volume that is not mounted: its next try, or none while the node has yet to say that it uses it. */
interface Attempt {
  readonly volume: Volume
  /** Whether it was found attached, where it must be. */
  attached: boolean
  pause: number
  timer: Timer | undefined
}

/** Mounted volumes by name. */
export class PodVolumes {
  readonly #node: NodeContext
  readonly #facts: (pod: Pod) => VolumeFacts
  readonly #resync: () => void
  readonly #projected = new Map<string, ProjectedVolume>()
  readonly #nodes = new Map<string, DirectoryNode | FileNode>()
  #mounted = false
  /** What is not mounted yet, by name; unset while nobody tries. */
  #attempts: Map<string, Attempt> | undefined
  #stopListening: (() => void) | undefined
  /** Whose volumes are in use. */
  #uid: string | undefined
  #ready: Moment | undefined

  /** `resync` is asked for when the next sync has something to write anew. */
  constructor(node: NodeContext, facts: (pod: Pod) => VolumeFacts, resync: () => void) {
    this.#node = node
    this.#facts = facts
    this.#resync = resync
  }

  /** What was on disk is there again. */
  restore(nodes: ReadonlyMap<string, DirectoryNode | FileNode>): void {
    for (const [name, node] of nodes) this.#nodes.set(name, node)
  }

  /** The files of a volume; made when first looked at. */
  get(pod: Pod, name: string): DirectoryNode | FileNode | undefined {
    const known = this.#projected.get(name)?.directory ?? this.#nodes.get(name)
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
    if (this.#mounted) {
      for (const each of this.#projected.values()) each.sync(pod)
      return true
    }
    const { clock, pace } = this.#node
    const takes = pace.takes(0)
    if (takes > 0) {
      yield either(sleep(clock, takes), ending)
      if (ended()) return false
    }
    if (this.#attempts === undefined) {
      if (this.#claimsProblem(pod) !== undefined) {
        yield either(sleep(clock, LOOK_AGAIN_MS), ending)
        const problem = ended() ? undefined : this.#claimsProblem(pod)
        if (problem !== undefined) this.#node.recorder.event(pod, 'Warning', 'FailedMount', problem)
        if (problem !== undefined || ended()) return false
      }
      this.#begin(pod)
    }
    if (this.#mounted) return true
    this.#ready ??= new Moment()
    yield either(this.#ready.wait, ending, sleep(clock, TIMEOUT_MS))
    if (this.#mounted) return true
    if (ended()) this.suspend()
    return false
  }

  #claimsProblem(pod: Pod): string | undefined {
    return claimsProblem(pod, mountedVolumes(pod), this.#node.client.lister)
  }

  /** Tries all; what fails is tried again, whoever waits for it or not. */
  #begin(pod: Pod): void {
    const attempts = new Map<string, Attempt>()
    this.#attempts = attempts
    const used = mountedVolumes(pod)
    for (const volume of pod.spec.volumes ?? []) {
      if (isPlainEmptyDir(volume) || volume.name.startsWith('kube-api-access-') || !used.has(volume.name)) continue
      attempts.set(volume.name, { volume, attached: false, pause: FIRST_RETRY_MS, timer: undefined })
    }
    for (const attempt of [...attempts.values()]) this.#try(pod, attempt)
    this.#look()
  }

  /** Whether all are there. */
  #look(): void {
    if (this.#attempts === undefined) return
    this.#mounted = this.#attempts.size === 0
    if (!this.#mounted) return
    this.#attempts = undefined
    this.#unlisten()
    this.#ready?.arrive()
  }

  #try(pod: Pod, attempt: Attempt): void {
    const { client, recorder, volumesInUse } = this.#node
    const { volume } = attempt
    attempt.timer = undefined
    const csi = csiVolumeOf(pod, volume, client.lister)
    if (csi?.attachable !== undefined && !attempt.attached) {
      this.#uid = pod.metadata.uid ?? ''
      volumesInUse.want(csi.attachable, this.#uid)
      if (!volumesInUse.isReported(csi.attachable)) {
        this.#listen(pod)
        return
      }
      if (!this.#isAttached(csi.attachable)) {
        this.#again(pod, attempt)
        return
      }
      attempt.attached = true
      attempt.pause = FIRST_RETRY_MS
    }
    const message = this.#problemOf(pod, volume, csi)
    if (message === undefined) {
      this.#attempts?.delete(volume.name)
      if (isProjection(volume)) this.#keepUp(pod, volume)
      return
    }
    if (csi?.block === true) recorder.event(pod, 'Warning', 'FailedMapVolume', message)
    else recorder.event(pod, 'Warning', 'FailedMount', message)
    this.#again(pod, attempt)
  }

  /** The next try is after a pause, twice as long with each that failed. */
  #again(pod: Pod, attempt: Attempt): void {
    attempt.timer = this.#node.clock.after(attempt.pause, () => {
      this.#try(pod, attempt)
      this.#look()
    })
    attempt.pause = Math.min(attempt.pause * 2, MAX_RETRY_MS)
  }

  /** Whether the status of the node says so. */
  #isAttached(name: string): boolean {
    return this.#node.node().status.volumesAttached?.some((each) => each.name === name) === true
  }

  /** Those the node has yet to say it uses are tried when it says something. */
  #listen(pod: Pod): void {
    this.#stopListening ??= this.#node.volumesInUse.onLook(() => {
      for (const attempt of [...(this.#attempts?.values() ?? [])])
        if (attempt.timer === undefined) this.#try(pod, attempt)
      this.#look()
    })
  }

  #unlisten(): void {
    this.#stopListening?.()
    this.#stopListening = undefined
  }

  /** Nothing is tried any more; who tries again begins anew. */
  suspend(): void {
    for (const { timer } of this.#attempts?.values() ?? []) timer?.cancel()
    for (const each of this.#projected.values()) each.suspend()
    this.#attempts = undefined
    this.#unlisten()
  }

  stop(): void {
    this.suspend()
    for (const each of this.#projected.values()) each.stop()
    this.#projected.clear()
    if (this.#uid !== undefined) this.#node.volumesInUse.release(this.#uid)
  }

  /** Why a volume cannot be mounted now. */
  #problemOf(pod: Pod, volume: Volume, csi: CsiVolume | undefined): string | undefined {
    if (csi !== undefined) {
      const problem = csiProblem(csi, this.#node.csiDrivers, this.#node.client.lister)
      const operation = csi.block === true ? 'MapVolume' : 'MountVolume'
      return problem && `${operation}.${problem[0]} failed for volume ${quote(csi.name)} : ${problem[1]}`
    }
    try {
      if (isProjection(volume)) payloadOf(volume, this.#facts(pod))
      else if (volume.hostPath?.type) this.#make(pod, volume)
      else if (volume.emptyDir !== undefined) checkEmptyDir(pod, volume.emptyDir.medium ?? '')
      return undefined
    } catch (error) {
      if (!(error instanceof MountError)) throw error
      return setUpFailed(volume, error)
    }
  }

  #keepUp(pod: Pod, volume: Volume): void {
    const parts = { node: this.#node, volume, facts: this.#facts, resync: this.#resync }
    this.#projected.get(volume.name)?.stop()
    this.#projected.set(volume.name, new ProjectedVolume(parts, pod))
  }

  #make(pod: Pod, volume: Volume): DirectoryNode | FileNode {
    const node = volumeNode(volume, this.#facts(pod))
    this.#nodes.set(volume.name, node)
    return node
  }
}
