// Which pods end together when a node shuts down, and how long they may take. Upstream: migrateConfig, groupByPriority in
// pkg/kubelet/nodeshutdown/nodeshutdown_manager.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { milliseconds } from '../eviction/thresholds.ts'
import type { KubeletSettings, ShutdownPeriod } from '../settings.ts'

const SYSTEM_CRITICAL = 2_000_000_000

/** The periods by priority, lowest first; none when pods are not waited for. */
export function shutdownPeriods(settings: KubeletSettings, byPriority: boolean): readonly ShutdownPeriod[] {
  const given = settings.shutdownGracePeriodByPodPriority
  if (byPriority && given.length > 0) return [...given].sort((a, b) => a.priority - b.priority)
  const all = milliseconds(settings.shutdownGracePeriod)
  const critical = milliseconds(settings.shutdownGracePeriodCriticalPods)
  if (all === 0 || critical > all) return []
  const seconds = (duration: number): number => Math.trunc(duration / 1000)
  return [
    { priority: 0, shutdownGracePeriodSeconds: seconds(all - critical) },
    { priority: SYSTEM_CRITICAL, shutdownGracePeriodSeconds: seconds(critical) },
  ]
}

/** The pods of each period: those of its priority and above, up to the next; those below all belong to the first. */
export function grouped<T extends { readonly pod: Pod }>(
  periods: readonly ShutdownPeriod[],
  pods: readonly T[],
): T[][] {
  const groups = periods.map((): T[] => [])
  for (const each of pods) {
    const priority = each.pod.spec.priority ?? 0
    const index = periods.findLastIndex((period) => period.priority <= priority)
    groups[Math.max(index, 0)]?.push(each)
  }
  return groups
}
