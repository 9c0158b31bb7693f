// Whether a scheduler runs in a cluster, and what it is started with.
import type { FeatureGates } from './api/types.ts'
import { readConfiguration, type SchedulerConfiguration } from './scheduler/scheduler.ts'

/** How the scheduler is set up. */
export interface SchedulerChoice {
  /** Default true: one scheduler with the default profile. */
  readonly scheduler?: boolean | SchedulerConfiguration
  /** Instead: a KubeSchedulerConfiguration as somebody wrote it, judged as kube-scheduler judges it. */
  readonly schedulerConfiguration?: unknown
}

/** What kube-scheduler is started with; undefined when none runs. */
export function schedulerOptions(choice: SchedulerChoice, gates: FeatureGates): SchedulerConfiguration | undefined {
  const { scheduler = true, schedulerConfiguration } = choice
  if (scheduler === false) return undefined
  if (schedulerConfiguration !== undefined) return readConfiguration(schedulerConfiguration, gates)
  return scheduler === true ? {} : scheduler
}
