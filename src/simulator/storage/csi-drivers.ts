// The CSI drivers a scenario plays: what upstream runs beside each in sidecars, its attacher and its provisioner. That a driver
// is on a node its kubelet says (kubelet/csi-node.ts).
import type { Environment, Running } from '../client/environment.ts'
import { ExternalAttacher } from './external-attacher.ts'
import { ExternalProvisioner } from './external-provisioner.ts'

/** The cluster drivers come to; looked at when the first does. */
export interface DriverHost {
  readonly environment: Environment
  readonly kubelets: {
    /** On one node, or on every one there is and will be; false when there is no such node. */
    addCsiDriver(driver: string, node: string | undefined): boolean
  }
}

/** All of one cluster. */
export class CsiDrivers implements Running {
  readonly #host: DriverHost
  readonly #sidecars = new Map<string, readonly Running[]>()

  constructor(host: DriverHost) {
    this.#host = host
  }

  /** The driver is there from now on, on a node or on all; false when there is no such node. */
  add(driver: string, node: string | undefined): boolean {
    if (!this.#host.kubelets.addCsiDriver(driver, node)) return false
    if (this.#sidecars.has(driver)) return true
    const { environment } = this.#host
    const { clock } = environment
    const sidecars = [ExternalAttacher, ExternalProvisioner].map((Sidecar) =>
      clock.as(clock.newActor(), () => new Sidecar(environment, driver)),
    )
    this.#sidecars.set(driver, sidecars)
    return true
  }

  stop(): void {
    for (const sidecars of this.#sidecars.values()) for (const sidecar of sidecars) sidecar.stop()
  }
}
