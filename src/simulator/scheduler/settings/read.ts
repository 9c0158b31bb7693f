// A configuration that is read, judged, and can be started with. Not simulated, and refused: extenders, and how long the
// scheduler waits for devices to be ready.
import type { FeatureGates } from '../../api/types.ts'
import { profilesOf, type SchedulerConfiguration } from '../configuration.ts'
import { checkPlugins } from './check-plugins.ts'
import { decodeConfiguration } from './decode.ts'
import { SchedulerSettingError } from './error.ts'
import { aggregate } from './field-errors.ts'
import { configurationFaults } from './validate.ts'

export { SchedulerSettingError } from './error.ts'

/** Reads what was written as a KubeSchedulerConfiguration; faults are thrown as SchedulerSettingError. */
export function readConfiguration(value: unknown, gates: FeatureGates): SchedulerConfiguration {
  const configuration = decodeConfiguration(value)
  const faults = configurationFaults(configuration, gates)
  if (faults.length > 0) throw new SchedulerSettingError(aggregate(faults))
  const { extenders, profiles = [] } = configuration as SchedulerConfiguration & {
    readonly extenders?: readonly unknown[]
  }
  if (extenders !== undefined && extenders.length > 0)
    throw new SchedulerSettingError('extenders is NotSimulated: nobody outside is asked')
  profiles.forEach(({ pluginConfig = [] }, i) => {
    pluginConfig.forEach(({ name, args }, j) => {
      if (name !== 'DynamicResources' || args?.['bindingTimeout'] === undefined) return
      const path = `profiles[${i}].pluginConfig[${j}].args.bindingTimeout`
      throw new SchedulerSettingError(`${path} is NotSimulated: devices are ready at once`)
    })
  })
  for (const profile of profilesOf(configuration)) checkPlugins(profile, gates)
  return configuration
}
