// When the change happened that a new state of endpoints answers to: the annotation by which upstream measures how long
// programming the network takes. Upstream: staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go.
import type { Pod, Service } from '../../../../generated/api/core.v1.ts'
import { keyOf } from './pods.ts'

/** The annotation's key. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time'

/** Times are as the API writes them: they compare as texts. */
export class TriggerTimes {
  readonly #services = new Map<string, { readonly service: string; readonly pods: ReadonlyMap<string, string> }>()

  /** The earliest of the changes since the last call; undefined when there was none. */
  compute(service: Service, pods: readonly Pod[]): string | undefined {
    const key = keyOf(service)
    const known = this.#services.get(key)
    const created = service.metadata.creationTimestamp ?? ''
    const times = new Map<string, string>()
    let earliest: string | undefined
    const consider = (time: string, before: string | undefined): void => {
      if ((before === undefined || time > before) && (earliest === undefined || time < earliest)) earliest = time
    }
    for (const { metadata, status } of pods) {
      const time = status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime
      if (!time) continue
      const { name = '' } = metadata
      times.set(name, time)
      consider(time, known?.pods.get(name))
    }
    if (created !== '') consider(created, known?.service)
    this.#services.set(key, { service: created, pods: times })
    return known === undefined ? created || undefined : earliest
  }

  forget(key: string): void {
    this.#services.delete(key)
  }
}
