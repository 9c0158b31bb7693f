// What the arguments of plugins must be, in kube-scheduler's words. The selectors of NodeAffinity's addedAffinity are not judged:
// a term that is not valid matches no node. Upstream: pkg/scheduler/apis/config/validation/validation_pluginargs.go.
import type { TopologySpreadConstraint } from '../../../generated/api/core.v1.ts'
import { labelKeyProblems } from '../../../model/label-syntax.ts'
import type { FeatureGates, JsonObject } from '../../api/types.ts'
import { duplicate, forbidden, invalid, notSupported, required } from './field-errors.ts'

/** The faults of a plugin's arguments at a path, decoded but without their defaults. */
export type ArgumentRules = (path: string, args: JsonObject, gates: FeatureGates) => readonly string[]

/** The rules by plugin. */
export const argumentRules: Readonly<Record<string, ArgumentRules>> = {
  DefaultPreemption: (path, { minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 }) => {
    const [percentage, absolute] = [Number(minCandidateNodesPercentage), Number(minCandidateNodesAbsolute)]
    const faults: string[] = []
    const [percentagePath, absolutePath] = [`${path}.minCandidateNodesPercentage`, `${path}.minCandidateNodesAbsolute`]
    if (percentage < 0 || percentage > 100)
      faults.push(invalid(percentagePath, percentage, 'not in valid range [0, 100]'))
    if (absolute < 0) faults.push(invalid(absolutePath, absolute, 'not in valid range [0, inf)'))
    if (percentage === 0 && absolute === 0) {
      const atOnce = (other: string): string => `cannot be zero at the same time as ${other}`
      faults.push(invalid(percentagePath, 0, atOnce('minCandidateNodesAbsolute')))
      faults.push(invalid(absolutePath, 0, atOnce('minCandidateNodesPercentage')))
    }
    return faults
  },
  DynamicResources: (path, { filterTimeout, bindingTimeout }, gates) => {
    const conditions = gates.enabled('DRADeviceBindingConditions') && gates.enabled('DRAResourceClaimDeviceStatus')
    const faults: string[] = []
    if (filterTimeout !== undefined && !gates.enabled('DRASchedulerFilterTimeout'))
      faults.push(forbidden(`${path}.filterTimeout`, 'DRASchedulingFilterTimeout feature gate is disabled'))
    if (bindingTimeout !== undefined && !conditions) {
      const why = 'DRADeviceBindingConditions or DRAResourceClaimDeviceStatus feature gate is disabled'
      faults.push(forbidden(`${path}.bindingTimeout`, why))
    }
    return faults
  },
  InterPodAffinity: (path, { hardPodAffinityWeight: weight = 1 }) =>
    Number(weight) < 0 || Number(weight) > 100
      ? [invalid(`${path}.hardPodAffinityWeight`, weight, 'not in valid range [0, 100]')]
      : [],
  NodeResourcesBalancedAllocation: (path, { resources = [] }) => {
    const seen = new Set<string>()
    return (resources as readonly Resource[]).flatMap(({ name = '', weight }, i) => {
      const at = `${path}.resources[${i}]`
      const faults = seen.has(name) ? [duplicate(`${at}.name`, name)] : []
      seen.add(name)
      return (weight || 1) === 1 ? faults : [...faults, invalid(`${at}.weight`, weight, 'must be 1')]
    })
  },
  PodTopologySpread: (path, args) => {
    const { defaultingType: type = 'System', defaultConstraints = [] } = args
    const constraints = defaultConstraints as readonly TopologySpreadConstraint[]
    const faults: string[] = []
    if (type !== 'System' && type !== 'List')
      faults.push(notSupported(`${path}.defaultingType`, String(type), ['System', 'List']))
    else if (type === 'System' && constraints.length > 0)
      faults.push(invalid(`${path}.defaultingType`, type, 'when .defaultConstraints are not empty'))
    constraints.forEach((constraint, i) => {
      faults.push(...constraintFaults(`${path}.defaultConstraints[${i}]`, constraint, constraints.slice(0, i)))
    })
    return faults
  },
  VolumeBinding: (path, { bindTimeoutSeconds: seconds = 600, shape }) => {
    const faults: string[] = []
    if (Number(seconds) < 0) {
      const why = 'invalid BindTimeoutSeconds, should not be a negative value'
      faults.push(invalid(`${path}.bindTimeoutSeconds`, seconds, why))
    }
    if (shape !== undefined && shape !== null) {
      const why = 'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring'
      faults.push(invalid(`${path}.shape`, shapeAsGo(shape as readonly Point[]), why))
    }
    return faults
  },
}

interface Resource {
  readonly name?: string
  readonly weight?: number
}

interface Point {
  readonly utilization?: number
  readonly score?: number
}

/** Internal types have no JSON names. */
const shapeAsGo = (shape: readonly Point[]): unknown =>
  shape.map(({ utilization = 0, score = 0 }) => ({ Utilization: utilization, Score: score }))

function constraintFaults(
  path: string,
  { maxSkew, topologyKey, whenUnsatisfiable, labelSelector }: TopologySpreadConstraint,
  earlier: readonly TopologySpreadConstraint[],
): string[] {
  const faults: string[] = []
  if (!(maxSkew > 0)) faults.push(invalid(`${path}.maxSkew`, maxSkew ?? 0, 'not in valid range (0, inf)'))
  const key = `${path}.topologyKey`
  if (!topologyKey) faults.push(required(key, 'can not be empty'))
  else faults.push(...labelKeyProblems(topologyKey).map((problem) => invalid(key, topologyKey, problem)))
  const action = `${path}.whenUnsatisfiable`
  if (!whenUnsatisfiable) faults.push(required(action, 'can not be empty'))
  else if (whenUnsatisfiable !== 'DoNotSchedule' && whenUnsatisfiable !== 'ScheduleAnyway')
    faults.push(notSupported(action, whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']))
  if (labelSelector)
    faults.push(
      forbidden(`${path}.labelSelector`, 'constraint must not define a selector, as they deduced for each pod'),
    )
  if (earlier.some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable))
    faults.push(duplicate(path, `{${topologyKey}, ${whenUnsatisfiable}}`))
  return faults
}

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio']

/** The faults of NodeResourcesFit's arguments, which upstream judges only when it makes the plugin. */
export function fitFaults({ ignoredResources, ignoredResourceGroups, scoringStrategy }: JsonObject): readonly string[] {
  const faults: string[] = []
  ;((ignoredResources ?? []) as readonly string[]).forEach((name, i) => {
    faults.push(...labelKeyProblems(name).map((problem) => invalid(`ignoredResources[${i}]`, name, problem)))
  })
  ;((ignoredResourceGroups ?? []) as readonly string[]).forEach((group, i) => {
    const at = `ignoredResourceGroups[${i}]`
    if (group.includes('/')) faults.push(invalid(at, group, "resource group name can't contain '/'"))
    faults.push(...labelKeyProblems(group).map((problem) => invalid(at, group, problem)))
  })
  if (scoringStrategy === undefined || scoringStrategy === null) return faults
  return [...faults, ...strategyFaults(scoringStrategy as Strategy)]
}

interface Strategy {
  readonly type?: string
  readonly resources?: readonly Resource[]
  readonly requestedToCapacityRatio?: { readonly shape?: readonly Point[] }
}

function strategyFaults({ type = '', resources = [], requestedToCapacityRatio: ratio }: Strategy): string[] {
  const faults: string[] = []
  if (!STRATEGIES.includes(type)) faults.push(notSupported('scoringStrategy.type', type, STRATEGIES))
  resources.forEach(({ name = '', weight }, i) => {
    const value = weight || 1
    if (value > 0 && value <= 100) return
    const why = `resource weight of ${name} not in valid range (0, 100]`
    faults.push(invalid(`scoringStrategy.resources[${i}].weight`, value, why))
  })
  const at = 'scoringStrategy.requestedToCapacityRatio'
  if (type !== 'RequestedToCapacityRatio') {
    if (ratio) faults.push(forbidden(at, 'must be nil when type is not RequestedToCapacityRatio'))
  } else if (ratio) faults.push(...shapeFaults(ratio.shape ?? [], `${at}.shape`))
  else faults.push(required(at, 'must be specified when type is RequestedToCapacityRatio'))
  return faults
}

const MAX_UTILIZATION = 100
const MAX_SCORE = 10

function shapeFaults(shape: readonly Point[], path: string): string[] {
  if (shape.length === 0) return [required(path, 'at least one point must be specified')]
  const points = shape.map(({ utilization = 0, score = 0 }) => ({ utilization, score }))
  const faults: string[] = []
  const unsorted = points.findIndex(({ utilization }, i) => i > 0 && points[i - 1]!.utilization >= utilization)
  if (unsorted > 0) {
    const { utilization } = points[unsorted]!
    faults.push(invalid(`${path}[${unsorted}].utilization`, utilization, 'values must be sorted in increasing order'))
  }
  points.forEach(({ utilization, score }, i) => {
    const check = (name: string, value: number, most: number): void => {
      if (value < 0 || value > most)
        faults.push(invalid(`${path}[${i}].${name}`, value, `not in valid range [0, ${most}]`))
    }
    check('utilization', utilization, MAX_UTILIZATION)
    check('score', score, MAX_SCORE)
  })
  return faults
}
