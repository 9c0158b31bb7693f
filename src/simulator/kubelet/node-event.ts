// What a kubelet is told of its node.
import type { NodeEvent as EventFromOutside } from '../../model/node-event.ts'

/** What happens to the node itself, or that a CSI driver registers. */
export type NodeEvent = EventFromOutside | { readonly is: 'csiDriver'; readonly driver: string }
