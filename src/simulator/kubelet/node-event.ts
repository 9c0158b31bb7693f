// What may happen to a node from outside, as a scenario says it.
import type { AllocateAnswer } from './cm/devicemanager/answers.ts'
import type { NodeResource } from './stats/node-stats.ts'

/** Something runs short or is there again, the node is told to shut down, or not any more, is booted anew, its network plug-in comes or goes, a CSI driver registers, a static pod's file comes, changes or goes. */
export type NodeEvent =
  | { readonly is: 'runsShort'; readonly resource: NodeResource; readonly left?: number }
  | { readonly is: 'recovers' }
  | { readonly is: 'shutsDown'; readonly gracefully: boolean }
  | { readonly is: 'shutdownCancelled' }
  | { readonly is: 'reboots'; readonly milliseconds: number }
  | { readonly is: 'hasProfile'; readonly kind: 'AppArmor' | 'seccomp'; readonly profile: string }
  | { readonly is: 'hasNoAppArmor' }
  | { readonly is: 'pluginAnswers'; readonly resource: string; readonly answer: AllocateAnswer }
  | { readonly is: 'csiDriver'; readonly driver: string }
  | { readonly is: 'networkPlugin'; readonly ready: boolean }
  | { readonly is: 'hasStaticPod'; readonly file: string; readonly manifest?: unknown }
