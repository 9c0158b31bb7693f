// What a KubeSchedulerConfiguration must be, in kube-scheduler's words. Leader election and the client's connection have no
// rules here: nothing comes of them. Upstream: pkg/scheduler/apis/config/validation/validation.go.
import type { FeatureGates } from '../../api/types.ts'
import { configurationVersion, extensionPoints, removedPlugins } from '../../data/scheduler-configuration.ts'
import { defaultSchedulerName, queueDefaults } from '../../data/scheduler-defaults.ts'
import type { ExtensionPoint, PluginSet, SchedulerConfiguration, SchedulerProfile } from '../configuration.ts'
import { duplicate, invalid, required } from './field-errors.ts'
import { argumentRules } from './validate-arguments.ts'

/** The faults of a configuration that was decoded. */
export function configurationFaults(configuration: SchedulerConfiguration, gates: FeatureGates): readonly string[] {
  const { parallelism = 16, profiles = [], percentageOfNodesToScore } = configuration
  const faults: string[] = []
  if (parallelism <= 0) faults.push(invalid('parallelism', parallelism, 'should be an integer value greater than zero'))
  const places = new Map<string, number>()
  profiles.forEach((profile, i) => {
    const path = `profiles[${i}]`
    const name = profile.schedulerName ?? (profiles.length === 1 ? defaultSchedulerName : '')
    faults.push(...profileFaults(path, { ...profile, schedulerName: name }, gates))
    // The value upstream prints is a path, of which nothing is shown.
    if (places.has(name)) faults.push(duplicate(`${path}.schedulerName`, {}))
    places.set(name, i)
  })
  faults.push(...queueSortFaults(profiles), ...percentageFaults('percentageOfNodesToScore', percentageOfNodesToScore))
  return [...faults, ...backoffFaults(configuration)]
}

function profileFaults(path: string, profile: SchedulerProfile, gates: FeatureGates): string[] {
  const { schedulerName, percentageOfNodesToScore, plugins = {}, pluginConfig = [] } = profile
  const faults = schedulerName === '' ? [required(`${path}.schedulerName`)] : []
  faults.push(...percentageFaults(`${path}.percentageOfNodesToScore`, percentageOfNodesToScore))
  for (const point of extensionPoints) {
    const { enabled } = plugins[point as ExtensionPoint] ?? {}
    ;(enabled ?? []).forEach(({ name }, i) => {
      if (removedPlugins.includes(name)) faults.push(removed(`${path}.plugins.${point}.enabled[${i}]`, name))
    })
  }
  const seen = new Set<string>()
  pluginConfig.forEach(({ name, args }, i) => {
    const at = `${path}.pluginConfig[${i}]`
    if (seen.has(name)) faults.push(duplicate(at, name))
    seen.add(name)
    if (removedPlugins.includes(name)) faults.push(removed(at, name))
    else faults.push(...(argumentRules[name]?.(`${at}.args`, args ?? {}, gates) ?? []))
  })
  return faults
}

function removed(path: string, name: string): string {
  const version = JSON.stringify(configurationVersion)
  return invalid(path, name, `was invalid in version ${version} (KubeSchedulerConfiguration is version ${version})`)
}

function percentageFaults(path: string, percentage: number | undefined): string[] {
  const fits = percentage === undefined || (percentage >= 0 && percentage <= 100)
  return fits ? [] : [invalid(path, percentage, 'not in valid range [0-100]')]
}

function backoffFaults(configuration: SchedulerConfiguration): string[] {
  const { podInitialBackoffSeconds: first = queueDefaults.initialBackoffSeconds } = configuration
  const { podMaxBackoffSeconds: most = queueDefaults.maxBackoffSeconds } = configuration
  const faults = first <= 0 ? [invalid('podInitialBackoffSeconds', first, 'must be greater than 0')] : []
  if (most < first) {
    faults.push(invalid('podMaxBackoffSeconds', most, 'must be greater than or equal to PodInitialBackoffSeconds'))
  }
  return faults
}

/** One queue serves all profiles. */
function queueSortFaults(profiles: readonly SchedulerProfile[]): string[] {
  const [first, ...others] = profiles.map(({ plugins }) => asGo(plugins?.queueSort))
  const faults: string[] = []
  const count = first?.Enabled?.length ?? 0
  if (count > 1)
    faults.push(invalid('profiles[0].plugins.queueSort.Enabled', count, 'only one queue sort plugin can be enabled'))
  others.forEach((other, i) => {
    if (JSON.stringify(other) !== JSON.stringify(first))
      faults.push(invalid(`profiles[${i + 1}].plugins.queueSort`, other, 'must be the same for all profiles'))
  })
  return faults
}

/** Internal types have no JSON names. */
function asGo({ enabled, disabled }: PluginSet = {}) {
  const list = (set: PluginSet['enabled']) =>
    set?.map(({ name, weight = 0 }) => ({ Name: name, Weight: weight })) ?? null
  return { Enabled: list(enabled), Disabled: list(disabled) }
}
