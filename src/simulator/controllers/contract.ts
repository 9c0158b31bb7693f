// What a controller is: controllers/<upstream name>/controller.ts exporting `controller`. Started by compose.ts in the order and
// under the names of data/controller-names.ts. Upstream: cmd/kube-controller-manager/names/controller_names.go.
import type { Environment, Running } from '../client/environment.ts'

/** One controller of kube-controller-manager. */
export interface Controller {
  /** Upstream's canonical name: `serviceaccount-controller`. */
  readonly name: string
  start(environment: Environment): Running
}
