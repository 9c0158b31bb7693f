// The cluster's settings as upstream's flags write them, checked before anything starts: what does not exist is refused, and so
// is what the simulation has no answer to.
import {
  AccessSettingError,
  AdmissionSettingError,
  admissionOrder,
  controllerNames,
  FeatureGateError,
  notSimulatedControllers,
  SchedulerSettingError,
} from '../simulator/compose.ts'
import { TokenFileError } from './authenticate.ts'

/** Why a cluster cannot be set up so. */
export class SettingError extends Error {}

/** Where services and pods get their addresses; others are not simulated. */
const SERVICE_RANGE = '10.96.0.0/16'
const POD_RANGE = '10.244.0.0/16'

/** Refuses names of admission plugins that do not exist. */
export function checkPlugins(flag: string, names: readonly string[]): void {
  for (const name of names) {
    if (!(admissionOrder as readonly string[]).includes(name)) {
      throw new SettingError(`${flag} plugin "${name}" is unknown`)
    }
  }
}

/** Refuses names of controllers that do not exist, or are asked for and not simulated; `*` and `-name` are fine. */
export function checkControllers(names: readonly string[]): void {
  const missing = notSimulatedControllers()
  for (const name of names) {
    const bare = name.replace(/^-/, '')
    if (bare !== '*' && !(controllerNames as readonly string[]).includes(bare)) {
      throw new SettingError(`"${bare}" is not in the list of known controllers`)
    }
    if (missing.includes(name)) throw new SettingError(`controller "${name}" is not simulated`)
  }
}

/** Refuses ranges other than the one that is simulated. */
export function checkRanges(service: string | undefined, pods: string | undefined): void {
  if (service !== undefined && service !== SERVICE_RANGE) {
    throw new SettingError(
      `--service-cluster-ip-range ${service} is not simulated: services get their addresses from ${SERVICE_RANGE}`,
    )
  }
  if (pods !== undefined && pods !== POD_RANGE) {
    throw new SettingError(`--cluster-cidr ${pods} is not simulated: pods get their addresses from ${POD_RANGE}`)
  }
}

const SETTING_ERRORS = [
  SettingError,
  TokenFileError,
  AccessSettingError,
  FeatureGateError,
  AdmissionSettingError,
  SchedulerSettingError,
]

/** Whether an error is about how the cluster was to be set up. */
export const isSettingError = (error: unknown): error is Error => SETTING_ERRORS.some((sort) => error instanceof sort)
