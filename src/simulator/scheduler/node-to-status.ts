// Why each node was refused, and what holds for the nodes nobody looked at.
// Upstream: NodeToStatus in pkg/scheduler/framework/types.go.
import type { NodeInfo, Status } from './contract.ts'

/** Refusals by node name. */
export class NodeToStatus {
  readonly explicit = new Map<string, Status>()
  /** For nodes without an entry: nothing was tried there because PreFilter ruled them out. */
  absent: Status

  constructor(absent: Status = { code: 'UnschedulableAndUnresolvable', reasons: [] }) {
    this.absent = absent
  }

  get(nodeName: string): Status {
    return this.explicit.get(nodeName) ?? this.absent
  }

  set(nodeName: string, status: Status): void {
    this.explicit.set(nodeName, status)
  }

  /** The nodes refused with this code. */
  nodesWith(code: Status['code'], nodes: readonly NodeInfo[]): NodeInfo[] {
    return nodes.filter((node) => this.get(node.name).code === code)
  }
}
