// Refuses nodes without room for the pod's requests; prefers those with the most room left (or as its strategy says).
// Upstream: pkg/scheduler/framework/plugins/noderesources/fit.go.
import { type Node, type NodeInfo, type PluginFactory, type Pod, type Status, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { podInfoOf } from '../node-info.ts'
import { fitScore, type PodAmounts, podAmounts, resourcesOfStrategy, type ScoringStrategy } from '../resource-score.ts'
import { parseResources, type Resources, requestsOf } from '../resources.ts'

const requestsKey = stateKey<Resources>('PreFilterNodeResourcesFit')
const amountsKey = stateKey<PodAmounts>('PreScoreNodeResourcesFit')
const plainResources = [
  ['milliCpu', 'cpu'],
  ['memory', 'memory'],
  ['ephemeralStorage', 'ephemeral-storage'],
] as const

/** Extended resources that are left out of the check: by name, or by the domain before the slash. */
type Ignored = (name: string) => boolean

/** NodeResourcesFit. */
export const plugin: PluginFactory = {
  name: 'NodeResourcesFit',
  create(_handle, args) {
    const strategy = (args['scoringStrategy'] ?? {}) as ScoringStrategy
    const resources = resourcesOfStrategy(strategy.resources)
    const score = fitScore(strategy)
    const names = new Set((args['ignoredResources'] ?? []) as readonly string[])
    const groups = new Set((args['ignoredResourceGroups'] ?? []) as readonly string[])
    const ignored: Ignored = (name) => names.has(name) || groups.has(name.slice(0, name.indexOf('/')))
    return {
      events: [
        {
          resource: 'pods',
          actions: ['Delete', 'UpdatePodScaleDown'],
          hint: (_pod, previous, next) => freed(previous, next),
        },
        {
          resource: 'nodes',
          actions: ['Add', 'UpdateNodeAllocatable'],
          hint: (pod, previous, next) => helps(pod, previous as Node | undefined, next as Node),
        },
      ],
      preFilter(state, pod) {
        state.write(requestsKey, pod.status.containerStatuses === undefined ? podInfoOf(pod).requests : requestsOf(pod))
        return undefined
      },
      filter: (state, pod, node) => fits(state.read(requestsKey) ?? requestsOf(pod), node, ignored),
      preScore(state, pod) {
        state.write(amountsKey, podAmounts(pod, resources, false))
        return undefined
      },
      score: (state, pod, node) => score(state.read(amountsKey) ?? podAmounts(pod, resources, false), node),
    }
  },
}

const tooMany = status('Unschedulable', 'Too many pods')

/** Every resource a node is short of; short for good when even the empty node would not do. */
function fits(requests: Resources, node: NodeInfo, ignored: Ignored): Status | undefined {
  const full = node.pods.size + 1 > node.allowedPods
  const { allocatable, requested } = node
  const { milliCpu, memory, ephemeralStorage, scalars } = requests
  if (
    scalars === undefined &&
    (milliCpu <= 0 || milliCpu <= allocatable.milliCpu - requested.milliCpu) &&
    (memory <= 0 || memory <= allocatable.memory - requested.memory) &&
    (ephemeralStorage <= 0 || ephemeralStorage <= allocatable.ephemeralStorage - requested.ephemeralStorage)
  ) {
    return full ? tooMany : undefined
  }
  return shortages(requests, node, full, ignored)
}

function shortages(requests: Resources, node: NodeInfo, full: boolean, ignored: Ignored): Status | undefined {
  const reasons = full ? ['Too many pods'] : []
  let unresolvable = false
  const check = (name: string, wanted: number, allocatable: number, used: number): void => {
    if (wanted <= 0 || wanted <= allocatable - used) return
    reasons.push(`Insufficient ${name}`)
    unresolvable ||= wanted > allocatable
  }
  for (const [field, name] of plainResources)
    check(name, requests[field], node.allocatable[field], node.requested[field])
  for (const [name, wanted] of requests.scalars ?? []) {
    if (ignored(name)) continue
    check(name, wanted, node.allocatable.scalars?.get(name) ?? 0, node.requested.scalars?.get(name) ?? 0)
  }
  if (reasons.length === 0) return undefined
  return status(unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable', ...reasons)
}

/** A pod's end helps when it had a place; its shrinking always may. */
function freed(previous: unknown, next: unknown): boolean {
  if (next !== undefined) return true
  const { spec, status } = previous as Pod
  return Boolean(spec.nodeName) || Boolean(status.nominatedNodeName)
}

/** Would the pod fit the node alone, and did the node grow where it counts? */
function helps(pod: Pod, previous: Node | undefined, node: Node): boolean {
  const requests = requestsOf(pod)
  const now = parseResources(node.status.allocatable)
  const enough = (field: 'milliCpu' | 'memory' | 'ephemeralStorage'): boolean => requests[field] <= now[field]
  const scalars = [...(requests.scalars ?? [])]
  if (!plainResources.every(([field]) => enough(field))) return false
  if (!scalars.every(([name, wanted]) => wanted <= (now.scalars?.get(name) ?? 0))) return false
  if (previous === undefined) return true
  if (previous.status.allocatable?.['pods'] !== node.status.allocatable?.['pods']) return true
  const before = parseResources(previous.status.allocatable)
  return (
    plainResources.some(([field]) => requests[field] > 0 && now[field] > before[field]) ||
    scalars.some(([name]) => (now.scalars?.get(name) ?? 0) > (before.scalars?.get(name) ?? 0))
  )
}
