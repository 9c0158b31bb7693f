// What a controller is: controllers/<upstream name>/controller.ts exporting `controller`. Started by compose.ts in the order and
// under the names of data/controller-names.ts. Upstream: cmd/kube-controller-manager/names/controller_names.go.
import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { Environment, Running } from '../client/environment.ts'

/** One controller of kube-controller-manager. */
export interface Controller {
  /** Upstream's canonical name: `serviceaccount-controller`. */
  readonly name: string
  /**
   * The resources whose objects give it work: in a settled cluster it is only started when one of them first changes, so that a
   * scenario pays for the controllers it needs. Left out: it runs from the beginning.
   */
  readonly wakesOn?: readonly ResourceKey[]
  /** Likewise, where it depends on the object and not on its resource. */
  wakes?(object: KubeObject, type: 'ADDED' | 'MODIFIED' | 'DELETED'): boolean
  /** Runs only where the stage has this; started with it. */
  readonly needs?: 'cloud'
  start(environment: Environment): Running
}
