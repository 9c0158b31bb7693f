// A quota's cells: used of hard, requests and limits apart. Upstream: printResourceQuota in pkg/printers/internalversion/printers.go.
import type { ResourceQuota } from '../../../../generated/api/core.v1.ts'
import { age } from '../../lib/age.ts'

/** Name, requests, limits, age. */
export function quotaRow({ metadata, status }: ResourceQuota, now: number): readonly unknown[] {
  const { hard = {}, used = {} } = status
  const names = Object.keys(hard).sort()
  const column = (limits: boolean): string =>
    names
      .filter((name) => name.startsWith('limits.') === limits)
      .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
      .join(', ')
  return [metadata.name, column(false), column(true), age(metadata.creationTimestamp, now)]
}
