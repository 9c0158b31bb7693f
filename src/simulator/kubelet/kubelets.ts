// All kubelets of a cluster: one per node, added while the cluster runs; the images they know. compose.ts and the cluster
// port (cluster/port.ts: NodeSpec, ImageSpec) use exactly these methods.
import type { Environment, Running } from '../client/environment.ts'

/** A node as the stage describes it; quantities as text. The same shape as NodeSpec of the cluster port. */
export interface KubeletNode {
  readonly name: string
  readonly capacity?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  readonly os?: string
  readonly arch?: string
}

/** What a container of an image does. The same shape as ImageSpec of the cluster port. */
export interface KubeletImage {
  readonly name: string
  readonly startsAfter?: number
  readonly exits?: { readonly after: number; readonly code: number }
  readonly cannotBePulled?: string
  readonly pullTakes?: number
}

/** The kubelets of one cluster. */
export class Kubelets {
  readonly #running = new Map<string, Running>()

  constructor(_environment: Environment) {}

  /** Brings a node up: registers its Node and starts its kubelet. */
  add(_node: KubeletNode): void {}

  /** Cuts a node off, or brings it back. */
  setUp(_name: string, _up: boolean): void {}

  /** Says what an image does from now on. */
  setImage(_image: KubeletImage): void {}

  stop(): void {
    for (const kubelet of this.#running.values()) kubelet.stop()
  }
}
