// What a container's bounds default: limits from the maximum, requests from the limits, then from the minimum.
// Upstream: SetDefaults_LimitRangeItem in pkg/apis/core/v1/defaults.go.
import type { LimitRange, LimitRangeItem } from '../../../../generated/api/core.v1.ts'
import { sortedMap } from '../../../../model/sorted-map.ts'
import { roundResourceList } from '../../lib/resource-list.ts'

const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const

/** Fills in the defaults of each item for containers. */
export function defaultLimitRange(object: LimitRange): void {
  for (const item of object.spec.limits ?? []) {
    if (item.type === 'Container') defaultItem(item)
    for (const field of LISTS) roundResourceList(item[field])
  }
}

function defaultItem(item: LimitRangeItem): void {
  const limits = { ...item.max, ...item.default }
  const requests = { ...item.min, ...limits, ...item.defaultRequest }
  if (hasFields(limits)) item.default = sortedMap(limits)
  if (hasFields(requests)) item.defaultRequest = sortedMap(requests)
}

function hasFields(list: Record<string, string>): boolean {
  for (const _ in list) return true
  return false
}
