// Gives nodes without one a pod network: the next free /24 of 10.244.0.0/16. A network is offered three times in a row; the queue then
// retries as the default of controllers, without end. Upstream: pkg/controller/nodeipam/ipam/range_allocator.go, cidrset/cidr_set.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const NETWORK = /^10\.244\.(\d+)\.0\/24$/
const SIZE = 256
/** How often a network is offered to a node before that counts as failed. */
const ATTEMPTS = 3

/** node-ipam-controller. */
export const controller: Controller = {
  name: 'node-ipam-controller',
  wakes: (object) => object.kind === 'Node' && !(object as Node).spec.podCIDRs?.length,
  start,
}

const indexOf = (cidr: string): number | undefined => {
  const match = NETWORK.exec(cidr)
  return match === null ? undefined : Number(match[1])
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'node-controller')
  const recorder = new EventRecorder(client, environment.clock, 'cidrAllocator')
  const informers = environment.informers()
  const used = new Set<number>()
  let next = 0
  const occupy = ({ spec }: Node): void => {
    for (const cidr of spec.podCIDRs ?? []) {
      const index = indexOf(cidr)
      if (index !== undefined) used.add(index)
    }
  }
  const tell = ({ metadata: { name, uid } }: Node, status: string): void =>
    recorder.eventOn(
      { apiVersion: 'v1', kind: 'Node', name, uid, namespace: '' },
      'Normal',
      status,
      `Node ${name} status is now: ${status}`,
    )
  const queue = new WorkQueue(environment.clock, (name) => {
    const node = client.lister.get<Node>('nodes', '', name)
    if (node === undefined || node.metadata.deletionTimestamp !== undefined || node.spec.podCIDRs?.length)
      return undefined
    let tried = 0
    while (used.has(next) && tried++ < SIZE) next = (next + 1) % SIZE
    if (used.has(next)) {
      tell(node, 'CIDRNotAvailable')
      return 'retry'
    }
    const index = next
    const podCIDR = `10.244.${index}.0/24`
    next = (next + 1) % SIZE
    const body = { spec: { podCIDR, podCIDRs: [podCIDR] } }
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!client.patch('nodes', '', name, 'application/strategic-merge-patch+json', body).ok) continue
      used.add(index)
      return undefined
    }
    tell(node, 'CIDRAssignmentFailed')
    return 'retry'
  })
  informers.on<Node>('nodes', {
    add(node) {
      occupy(node)
      if (!node.spec.podCIDRs?.length) queue.add(node.metadata.name ?? '')
    },
    update(node) {
      if (node.spec.podCIDRs?.length) occupy(node)
      else queue.add(node.metadata.name ?? '')
    },
    delete({ spec }) {
      for (const cidr of spec.podCIDRs ?? []) {
        const index = indexOf(cidr)
        if (index !== undefined) used.delete(index)
      }
    },
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
