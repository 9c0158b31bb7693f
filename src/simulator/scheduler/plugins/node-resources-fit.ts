// Refuses nodes without room for the pod's requests; prefers those with the most room left (or as its strategy says). What device
// classes serve is left to DynamicResources on nodes that announce none of it themselves.
// Upstream: pkg/scheduler/framework/plugins/noderesources/fit.go.
import type { Lister } from '../../api/types.ts'
import { type NodeInfo, type PluginFactory, type Status, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { classOfResource } from '../devices/classes.ts'
import { deviceTotals } from '../devices/totals.ts'
import { podInfoOf } from '../node-info.ts'
import { fitEvents } from '../resource-hints.ts'
import {
  type DeviceTotals,
  fitScore,
  type PodAmounts,
  podAmounts,
  resourcesOfStrategy,
  type ScoringStrategy,
} from '../resource-score.ts'
import { type Resources, requestsOf } from '../resources.ts'

interface Wanted {
  readonly requests: Resources
  /** Resources some device class serves. */
  readonly served: ReadonlySet<string>
}

interface Scored {
  readonly amounts: PodAmounts
  readonly devices: DeviceTotals | undefined
}

const wantedKey = stateKey<Wanted>('PreFilterNodeResourcesFit')
const scoredKey = stateKey<Scored>('PreScoreNodeResourcesFit')
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
  create(handle, args) {
    const strategy = (args['scoringStrategy'] ?? {}) as ScoringStrategy
    const resources = resourcesOfStrategy(strategy.resources)
    const score = fitScore(strategy)
    const names = new Set((args['ignoredResources'] ?? []) as readonly string[])
    const groups = new Set((args['ignoredResourceGroups'] ?? []) as readonly string[])
    const ignored: Ignored = (name) => names.has(name) || groups.has(name.slice(0, name.indexOf('/')))
    const devices = handle.environment.gates.enabled('DRAExtendedResource')
    const wanted = (requests: Resources): Wanted => ({
      requests,
      served: devices ? servedByDevices(handle.client.lister, requests) : nothing,
    })
    return {
      events: fitEvents(handle, devices),
      preFilter(state, pod) {
        const isNew = pod.status.containerStatuses === undefined
        state.write(wantedKey, wanted(isNew ? podInfoOf(pod).requests : requestsOf(pod)))
        return undefined
      },
      filter: (state, pod, node) => fits(state.read(wantedKey) ?? wanted(requestsOf(pod)), node, ignored),
      preScore(state, pod) {
        state.write(scoredKey, {
          amounts: podAmounts(pod, resources, false),
          devices: deviceTotals(handle, resources),
        })
        return undefined
      },
      score(state, pod, node) {
        const scored = state.read(scoredKey)
        return score(scored?.amounts ?? podAmounts(pod, resources, false), node, scored?.devices)
      },
    }
  },
}

const tooMany = status('Unschedulable', 'Too many pods')
const nothing: ReadonlySet<string> = new Set()

function servedByDevices(lister: Lister, { scalars }: Resources): ReadonlySet<string> {
  if (scalars === undefined) return nothing
  return new Set([...scalars.keys()].filter((name) => classOfResource(lister, name) !== undefined))
}

/** Every resource a node is short of; short for good when even the empty node would not do. */
function fits(wanted: Wanted, node: NodeInfo, ignored: Ignored): Status | undefined {
  const full = node.pods.size + 1 > node.allowedPods
  const { allocatable, requested } = node
  const { milliCpu, memory, ephemeralStorage, scalars } = wanted.requests
  if (
    scalars === undefined &&
    (milliCpu <= 0 || milliCpu <= allocatable.milliCpu - requested.milliCpu) &&
    (memory <= 0 || memory <= allocatable.memory - requested.memory) &&
    (ephemeralStorage <= 0 || ephemeralStorage <= allocatable.ephemeralStorage - requested.ephemeralStorage)
  ) {
    return full ? tooMany : undefined
  }
  return shortages(wanted, node, full, ignored)
}

function shortages({ requests, served }: Wanted, node: NodeInfo, full: boolean, ignored: Ignored): Status | undefined {
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
    const allocatable = node.allocatable.scalars?.get(name) ?? 0
    if (ignored(name) || (served.has(name) && allocatable <= 0)) continue
    check(name, wanted, allocatable, node.requested.scalars?.get(name) ?? 0)
  }
  if (reasons.length === 0) return undefined
  return status(unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable', ...reasons)
}
