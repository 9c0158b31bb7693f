// What is left of a pod on its node when the machine is switched off: its containers as the runtime finds them after the next
// boot, and what it had on disk. Upstream: containerd's internal/cri/server/restart.go (containers whose task is gone), emptyDirs
// that lie under /var/lib/kubelet/pods.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { DirectoryNode, FileNode } from '../containers/files/nodes.ts'
import type { Checkpoint } from './allocation/pod-resize.ts'
import type { PodSync } from './pod-sync.ts'
import type { ContainerInstance } from './runtime.ts'

/** What is found of a pod after a boot. */
export interface PodRemains {
  /** The containers that were made, each with the one before it. */
  readonly containers: ReadonlyMap<string, readonly ContainerInstance[]>
  readonly sandbox: boolean
  /** What its node had set apart for it. */
  readonly allocated: Checkpoint
  readonly volumes: ReadonlyMap<string, DirectoryNode | FileNode>
}

/** How a container ended that did not live to see the boot. */
const UNKNOWN_EXIT = { code: 255, reason: 'Unknown' } as const

/** What is left of a pod. */
export function remainsOf({ pod, runtime, volumes, resize }: PodSync): PodRemains {
  return {
    containers: runtime.made(),
    allocated: resize.checkpoint,
    sandbox: runtime.sandboxReady || runtime.sandboxLeft,
    volumes: new Map(
      (pod.spec.volumes ?? []).filter(isOnDisk).flatMap(({ name }) => {
        const made = volumes.made(name)
        return made === undefined ? [] : [[name, made] as const]
      }),
    ),
  }
}

const isOnDisk = ({ emptyDir }: NonNullable<Pod['spec']['volumes']>[number]): boolean =>
  emptyDir !== undefined && (emptyDir.medium ?? '') === ''

/** The runtime starts after a boot: what ran runs no more. */
export function afterBoot(instance: ContainerInstance, now: number): void {
  if (instance.state !== 'running') return
  instance.state = 'exited'
  instance.exit = UNKNOWN_EXIT
  instance.finishedAt = now
  instance.process = undefined
  instance.ended.arrive()
}
