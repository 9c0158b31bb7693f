// Tells kubelets, by an annotation on nodes, how long they may cache secrets and config maps: longer in larger clusters.
// A node learns of another step with its own next change, the kubelet's report every five minutes at the latest. The queue retries as the
// default of controllers, without end. Upstream: pkg/controller/ttl/ttl_controller.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const ANNOTATION = 'node.alpha.kubernetes.io/ttl'
/** Sizes at which a step is taken up, or down again, and the seconds of the step. */
const STEPS = [
  { min: 0, max: 100, seconds: 0 },
  { min: 90, max: 500, seconds: 15 },
  { min: 450, max: 1000, seconds: 30 },
  { min: 900, max: 2000, seconds: 60 },
  { min: 1800, max: Number.POSITIVE_INFINITY, seconds: 300 },
] as const

/** ttl-controller. */
export const controller: Controller = {
  name: 'ttl-controller',
  wakesOn: ['nodes'],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'ttl-controller')
  const informers = environment.informers()
  let count = 0
  let step = 0
  const wanted = (): string => String(STEPS[step]!.seconds)
  const queue = new WorkQueue(environment.clock, (name) => {
    const node = client.lister.get<Node>('nodes', '', name)
    if (node === undefined || node.metadata.annotations?.[ANNOTATION] === wanted()) return undefined
    const body = { metadata: { annotations: { [ANNOTATION]: wanted() } } }
    const written = client.patch('nodes', '', name, 'application/strategic-merge-patch+json', body)
    return written.ok || written.status.code === 404 ? undefined : 'retry'
  })
  const enqueue = ({ metadata }: Node): void => queue.add(metadata.name ?? '')
  informers.on<Node>('nodes', {
    add(node) {
      count++
      if (count > STEPS[step]!.max) step++
      enqueue(node)
    },
    update: (node) => {
      if (node.metadata.annotations?.[ANNOTATION] !== wanted()) enqueue(node)
    },
    delete() {
      count--
      if (count < STEPS[step]!.min) step--
    },
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
