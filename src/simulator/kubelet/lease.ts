// A node's heartbeat: a Lease in kube-node-lease, renewed every ten seconds. Upstream: pkg/kubelet/util/nodelease.go.
import type { Node } from '../../generated/api/core.v1.ts'
import { type Heartbeats, NODE_LEASES } from '../client/heartbeats.ts'
import { RenewedLease } from '../client/renewed-lease.ts'
import type { NodeContext } from './node-context.ts'

const DURATION_SECONDS = 40
const RENEW_MS = 10_000

/** The lease of one node. */
export const nodeLease = (
  { client, clock, time, pace }: NodeContext,
  heartbeats: Heartbeats,
  name: string,
  node: () => Node,
): RenewedLease =>
  new RenewedLease(client, clock, heartbeats, {
    namespace: NODE_LEASES,
    name,
    renewMs: RENEW_MS,
    ahead: () => time.ahead,
    takes: () => pace.longer,
    renewed(known, renewTime) {
      if (known !== undefined) return { ...known, spec: { ...known.spec, renewTime } }
      // Without its node there is none to own it.
      if (client.lister.get('nodes', '', name) === undefined) return undefined
      const { uid = '' } = node().metadata
      return {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name, namespace: NODE_LEASES, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
        spec: { holderIdentity: name, leaseDurationSeconds: DURATION_SECONDS, renewTime },
      }
    },
  })
