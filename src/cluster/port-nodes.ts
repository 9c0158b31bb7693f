// What may happen to a node of itself: part of the port.
export type { AllocateAnswer, NodeEvent, NodeResource } from '../model/node-event.ts'
