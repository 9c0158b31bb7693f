// Asks the cloud about nodes that are not ready: those whose machine is gone are deleted, those whose machine is stopped are tainted.
// Upstream looks every 5 s since it began; here only while there is a node to ask about.
// Upstream: k8s.io/cloud-provider/controllers/nodelifecycle/node_lifecycle_controller.go.
import type { Node, Taint } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'

const PERIOD_MS = 5_000
const SHUTDOWN: Taint = { key: 'node.cloudprovider.kubernetes.io/shutdown', effect: 'NoSchedule' }
const MERGE = 'application/merge-patch+json'

/** cloud-node-lifecycle-controller. */
export const controller: Controller = { name: 'cloud-node-lifecycle-controller', needs: 'cloud', start }

const isReady = ({ status }: Node): boolean =>
  status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'

const isShutDown = ({ spec }: Node): boolean => spec.taints?.some(({ key }) => key === SHUTDOWN.key) === true

const concerns = (node: Node): boolean => !isReady(node) || isShutDown(node)

function start(environment: Environment): Running {
  const { clock, cloud } = environment
  const client = controllerClient(environment, 'node-controller')
  const recorder = new EventRecorder(client, clock, 'cloud-node-lifecycle-controller')
  const informers = environment.informers()
  const started = environment.begun
  let timer: Timer | undefined
  const setTaints = ({ metadata }: Node, taints: readonly Taint[]): void => {
    const spec = { taints: taints.length === 0 ? null : taints }
    client.patch('nodes', '', metadata.name ?? '', MERGE, { spec })
  }
  const judge = (node: Node): void => {
    const { name = '', uid } = node.metadata
    const taints = node.spec.taints ?? []
    if (isReady(node)) {
      if (isShutDown(node))
        setTaints(
          node,
          taints.filter(({ key }) => key !== SHUTDOWN.key),
        )
      return
    }
    const { state } = cloud.machine(name)
    if (state === 'stopped' && !isShutDown(node)) setTaints(node, [...taints, SHUTDOWN])
    if (state !== 'deleted') return
    const about = { apiVersion: 'v1', kind: 'Node', name, uid, namespace: '' }
    const message = `Deleting node ${name} because it does not exist in the cloud provider`
    recorder.eventOn(about, 'Normal', 'DeletingNode', message)
    const deleted = client.delete('nodes', '', name)
    if (!deleted.ok)
      recorder.eventOn(
        about,
        'Warning',
        'DeletingNodeFailed',
        `Failed deleting node ${name}: ${deleted.status.message}`,
      )
  }
  const book = (): void => {
    if (timer !== undefined) return
    timer = clock.after(PERIOD_MS - ((clock.now() - started) % PERIOD_MS), () => {
      timer = undefined
      for (const node of client.lister.list<Node>('nodes')) if (concerns(node)) judge(node)
      if (client.lister.list<Node>('nodes').some(concerns)) book()
    })
  }
  const changed = (node: Node): void => {
    if (concerns(node)) book()
  }
  informers.on<Node>('nodes', { add: changed, update: changed })
  return {
    stop() {
      informers.stop()
      timer?.cancel()
    },
  }
}
