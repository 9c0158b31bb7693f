// A node's heartbeat: a Lease in kube-node-lease, renewed every ten seconds.
// Upstream: component-helpers/apimachinery/lease/controller.go, pkg/kubelet/util/nodelease.go.
import type { Lease } from '../../generated/api/coordination.v1.ts'
import type { Node } from '../../generated/api/core.v1.ts'
import { formatMicroTime } from '../../model/time.ts'
import type { Client } from '../client/client.ts'
import type { Clock, Timer } from '../engine/clock.ts'

const RESOURCE = 'leases.coordination.k8s.io'
const NAMESPACE = 'kube-node-lease'
const DURATION_SECONDS = 40
const RENEW_MS = 10_000

/** The lease of one node. */
export class NodeLease {
  readonly #client: Client
  readonly #clock: Clock
  readonly #node: () => Node
  #timer: Timer | undefined

  constructor(client: Client, clock: Clock, node: () => Node) {
    this.#client = client
    this.#clock = clock
    this.#node = node
  }

  start(): void {
    this.#renew()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  #renew(): void {
    const { name = '', uid = '' } = this.#node().metadata
    const known = this.#client.lister.get<Lease>(RESOURCE, NAMESPACE, name)
    const renewTime = formatMicroTime(this.#clock.now())
    if (known !== undefined && known.spec.renewTime === renewTime) {
      // Renewed this very moment: a cluster that starts from its settled state.
    } else if (known !== undefined) this.#client.update(RESOURCE, { ...known, spec: { ...known.spec, renewTime } })
    else {
      const lease: Lease = {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name, namespace: NAMESPACE, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
        spec: { holderIdentity: name, leaseDurationSeconds: DURATION_SECONDS, renewTime },
      }
      this.#client.create(RESOURCE, lease)
    }
    this.#timer = this.#clock.after(RENEW_MS, () => this.#renew())
  }
}
