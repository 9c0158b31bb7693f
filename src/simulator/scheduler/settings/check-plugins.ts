// Whether the plugins a profile names can be put together: kube-scheduler finds out when it makes the profile, and stops at the
// first fault. Upstream: NewFramework in pkg/scheduler/framework/runtime/framework.go.
import { quote } from '../../../model/quote.ts'
import type { FeatureGates } from '../../api/types.ts'
import { extensionPoints, pluginPoints } from '../../data/scheduler-configuration.ts'
import { defaultSchedulerName, notSimulatedSchedulerPlugins } from '../../data/scheduler-defaults.ts'
import { argumentsOf, chosenPlugins, type ExtensionPoint, pluginsAt, type SchedulerProfile } from '../configuration.ts'
import { SchedulerSettingError } from './error.ts'
import { aggregate } from './field-errors.ts'
import { fitFaults } from './validate-arguments.ts'

/** Throws what is wrong with the plugins of a profile, if anything is. */
export function checkPlugins(profile: SchedulerProfile, gates: FeatureGates): void {
  const { schedulerName = defaultSchedulerName } = profile
  const why = faultOf(profile, schedulerName, gates)
  if (why === undefined) return
  throw new SchedulerSettingError(`initializing profiles: creating profile for scheduler name ${schedulerName}: ${why}`)
}

function faultOf(profile: SchedulerProfile, schedulerName: string, gates: FeatureGates): string | undefined {
  const chosen = chosenPlugins(profile, gates)
  refuseNotSimulated(profile)
  for (const { name } of chosen) {
    if (name !== 'NodeResourcesFit') continue
    const faults = fitFaults(argumentsOf(profile, name))
    if (faults.length > 0) return `initializing plugin ${quote(name)}: ${aggregate(faults)}`
  }
  for (const point of extensionPoints) {
    const fault = faultAt(profile, point)
    if (fault !== undefined) return fault
  }
  for (const { name } of profile.plugins?.multiPoint?.enabled ?? [])
    if (!Object.hasOwn(pluginPoints, name)) return `${typeOf(extensionPoints[0])} ${quote(name)} does not exist`
  const at = (point: ExtensionPoint): number =>
    pluginsAt(
      profile,
      point,
      chosen.filter(({ name }) => pluginPoints[name]?.includes(point)),
    ).length
  const sorts = at('queueSort')
  if (sorts !== 1) {
    const wanted = 'only one queue sort plugin required for profile with scheduler name'
    return `${wanted} ${quote(schedulerName)}, but got ${sorts}`
  }
  if (at('bind') > 0) return undefined
  return `at least one bind plugin is needed for profile with scheduler name ${quote(schedulerName)}`
}

function refuseNotSimulated({ plugins = {} }: SchedulerProfile): void {
  const missing = notSimulatedSchedulerPlugins()
  for (const { enabled = [] } of Object.values(plugins))
    for (const { name } of enabled)
      if (missing.includes(name)) throw new SchedulerSettingError(`the scheduler plugin ${quote(name)} is NotSimulated`)
}

function faultAt({ plugins }: SchedulerProfile, point: ExtensionPoint): string | undefined {
  const seen = new Set<string>()
  for (const { name } of plugins?.[point]?.enabled ?? []) {
    const points = Object.hasOwn(pluginPoints, name) ? pluginPoints[name] : undefined
    if (points === undefined) return `${typeOf(point)} ${quote(name)} does not exist`
    if (!points.includes(point)) return `plugin ${quote(name)} does not extend ${typeOf(point)} plugin`
    if (seen.has(name)) return `plugin ${quote(name)} already registered as ${quote(typeOf(point))}`
    seen.add(name)
  }
  return undefined
}

/** The name of a point's type: `PreFilterPlugin`. */
const typeOf = (point: string): string => `${point[0]!.toUpperCase()}${point.slice(1)}Plugin`
