// The CSI drivers a scenario plays: what upstream runs beside each in sidecars, its attacher and its provisioner. That a driver
// is on a node its kubelet says (kubelet/csi-node.ts).
import type { Environment, Running } from '../client/environment.ts'
import { ExternalAttacher } from './external-attacher.ts'
import { ExternalProvisioner } from './external-provisioner.ts'

/** The kubelets drivers register with. */
export interface Registrar {
  /** On one node, or on every one there is and will be; false when there is no such node. */
  addCsiDriver(driver: string, node: string | undefined): boolean
}

/** All of one cluster. */
export class CsiDrivers implements Running {
  readonly #environment: Environment
  readonly #registrar: Registrar
  readonly #sidecars = new Map<string, readonly Running[]>()

  constructor(environment: Environment, registrar: Registrar) {
    this.#environment = environment
    this.#registrar = registrar
  }

  /** The driver is there from now on, on a node or on all; false when there is no such node. */
  add(driver: string, node: string | undefined): boolean {
    if (!this.#registrar.addCsiDriver(driver, node)) return false
    if (this.#sidecars.has(driver)) return true
    const { clock } = this.#environment
    const sidecars = [ExternalAttacher, ExternalProvisioner].map((Sidecar) =>
      clock.as(clock.newActor(), () => new Sidecar(this.#environment, driver)),
    )
    this.#sidecars.set(driver, sidecars)
    return true
  }

  stop(): void {
    for (const sidecars of this.#sidecars.values()) for (const sidecar of sidecars) sidecar.stop()
  }
}
