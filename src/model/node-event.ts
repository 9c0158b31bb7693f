// What may happen to a node of itself: said through the port, brought about by its kubelet.

/** What a node can run short of. */
export type NodeResource = 'memory' | 'disk' | 'inodes' | 'imageDisk' | 'imageInodes' | 'pids'

/** An answer of a device plugin. */
export interface AllocateAnswer {
  readonly envs?: Readonly<Record<string, string>>
  readonly mounts?: readonly {
    readonly containerPath: string
    readonly hostPath: string
    readonly readOnly?: boolean
  }[]
  readonly devices?: readonly { readonly containerPath: string; readonly hostPath: string }[]
}

/** What may happen to a node from outside. */
export type NodeEvent =
  /** The rest of the node takes so much that so much is left; unless said, a little less than its kubelet bears. */
  | { readonly is: 'runsShort'; readonly resource: NodeResource; readonly left?: number }
  /** What it ran short of is there again. */
  | { readonly is: 'recovers' }
  /** It is told to shut down; `gracefully` where that must be what its kubelet does. */
  | { readonly is: 'shutsDown'; readonly gracefully: boolean }
  /** That is called off. */
  | { readonly is: 'shutdownCancelled' }
  /** Its machine is restarted, which takes so long. */
  | { readonly is: 'reboots'; readonly milliseconds: number }
  /** A security profile containers may ask for is there. */
  | { readonly is: 'hasProfile'; readonly kind: 'AppArmor' | 'seccomp'; readonly profile: string }
  /** Its kernel has no AppArmor. */
  | { readonly is: 'hasNoAppArmor' }
  /** What a device plugin answers when devices are allocated, from now on; <ids> and <id> stand for the devices. */
  | { readonly is: 'pluginAnswers'; readonly resource: string; readonly answer: AllocateAnswer }
  /** Its network plug-in is there from now on, or is not. */
  | { readonly is: 'networkPlugin'; readonly ready: boolean }
  /** A file of that name in its folder of static pods holds this manifest from now on; without one it is removed. */
  | { readonly is: 'hasStaticPod'; readonly file: string; readonly manifest?: unknown }
