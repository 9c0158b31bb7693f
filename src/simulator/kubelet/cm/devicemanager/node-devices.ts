// The device plugins of all nodes, as the stage sets them: what they list, whether they are there, and the health of their devices.
import type { Device } from './device-hints.ts'
import type { DeviceManager } from './manager.ts'

/** A node as far as its devices go. */
export interface DeviceNode {
  readonly containerManager: { readonly devices: DeviceManager }
  setDevices(resource: string, devices: readonly Device[] | undefined): void
}

/** Plugins by node; where no node is named, those of all nodes there are. */
export class NodeDevices {
  readonly #nodes: ReadonlyMap<string, DeviceNode>

  constructor(nodes: ReadonlyMap<string, DeviceNode>) {
    this.#nodes = nodes
  }

  /** A plugin lists its devices; false when there is no such node. */
  set(node: string | undefined, resource: string, devices: readonly Device[]): boolean {
    const nodes = this.#named(node)
    for (const each of nodes) each.setDevices(resource, devices)
    return nodes.length > 0
  }

  /** A plugin goes away or comes back with the devices it had; false when there is none. */
  setUp(node: string | undefined, resource: string, up: boolean): boolean {
    let found = false
    for (const each of this.#named(node)) {
      const offered = each.containerManager.devices.offered(resource)
      if (offered === undefined) continue
      found = true
      each.setDevices(resource, up ? offered : undefined)
    }
    return found
  }

  /** A device fails or works again; false when there is no such device. */
  setHealth(node: string | undefined, device: string, healthy: boolean): boolean {
    let found = false
    for (const each of this.#named(node)) {
      const { devices } = each.containerManager
      const resource = devices.resourceOf(device)
      const offered = resource === undefined ? undefined : devices.offered(resource)
      if (resource === undefined || offered === undefined) continue
      found = true
      each.setDevices(
        resource,
        offered.map((one) => (one.id === device ? { ...one, healthy } : one)),
      )
    }
    return found
  }

  #named(node: string | undefined): readonly DeviceNode[] {
    return [...this.#nodes].filter(([name]) => node === undefined || name === node).map(([, each]) => each)
  }
}
