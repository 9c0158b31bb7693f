// Introduces nodes to the cloud: those with the taint `uninitialized` get their machine's identity and labels and lose the taint. Retries
// come with the default delays of controllers, without end.
// Upstream: k8s.io/cloud-provider/controllers/node/node_controller.go (of cloud-controller-manager only).
import type { Node } from '../../../generated/api/core.v1.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Controller } from '../contract.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const UNINITIALIZED = 'node.cloudprovider.kubernetes.io/uninitialized'
/** Labels by which zones, regions and types were known, with those they are known by now. */
const LABELS: readonly (readonly [old: string, now: string])[] = [
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'],
]

/** cloud-node-controller. */
export const controller: Controller = { name: 'cloud-node-controller', needs: 'cloud', start }

function start(environment: Environment): Running {
  const { clock, cloud } = environment
  // cloud-controller-manager has an account of its own, which its installation makes an administrator.
  const client = environment.client('system:serviceaccount:kube-system:cloud-controller-manager', [
    'system:serviceaccounts',
    'system:serviceaccounts:kube-system',
    'system:masters',
  ])
  const recorder = new EventRecorder(client, clock, 'cloud-node-controller')
  const informers = environment.informers()
  const queue = new WorkQueue(clock, (name): SyncResult => {
    const node = client.lister.get<Node>('nodes', '', name)
    if (node === undefined) return undefined
    if (!isNew(node)) return alignLabels(node)
    const { providerID, instanceType, region, state } = cloud.machine(name)
    if (state === 'deleted') return 'retry'
    const taints = (node.spec.taints ?? []).filter(({ key }) => key !== UNINITIALIZED)
    const labels = { ...node.metadata.labels, ...pair(LABELS[2]!, instanceType), ...pair(LABELS[1]!, region) }
    const { taints: _, ...spec } = { ...node.spec, providerID: node.spec.providerID || providerID }
    const updated = client.update<Node>('nodes', {
      ...node,
      metadata: { ...node.metadata, labels: sortedMap(labels) },
      spec: taints.length > 0 ? { ...spec, taints } : spec,
    })
    if (!updated.ok) return 'retry'
    recorder.event(node, 'Normal', 'Synced', 'Node synced successfully')
    return undefined
  })
  /** The old labels decide what the new ones say. */
  const alignLabels = (node: Node): SyncResult => {
    const { labels = {}, name = '' } = node.metadata
    const wrong = LABELS.filter(([old, now]) => labels?.[old] !== undefined && labels[old] !== labels[now])
    if (wrong.length === 0) return undefined
    const right = Object.fromEntries(wrong.map(([old, now]) => [now, labels?.[old]]))
    const body = { metadata: { labels: right } }
    return client.patch('nodes', '', name, 'application/strategic-merge-patch+json', body).ok ? undefined : 'retry'
  }
  const enqueue = ({ metadata }: Node): void => queue.add(metadata.name ?? '')
  informers.on<Node>('nodes', {
    add: enqueue,
    update: (node, old) => {
      if (isNew(node) || node.metadata.labels !== old.metadata.labels) enqueue(node)
    },
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

const isNew = ({ spec }: Node): boolean => spec.taints?.some(({ key }) => key === UNINITIALIZED) === true

const pair = ([old, now]: readonly [string, string], value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [old]: value, [now]: value }
