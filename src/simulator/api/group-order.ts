// In which order groups are told of: by the priorities of their APIServices.
// Upstream: SortedByGroupAndVersion in kube-aggregator/pkg/apis/apiregistration/v1/helper/helpers.go; the aggregated form has rules of
// its own, fetchFromCache in apiserver/pkg/endpoints/discovery/aggregated/handler.go.
import type { APIService } from '../../generated/api/apiregistration.v1.ts'

/** Puts groups in their order; those no APIService is of come last. */
export type GroupOrder = (a: string, b: string) => number

/** The list of groups: the highest APIService first, those of the same priority by their names, of each group its first. */
export function listedOrder(services: readonly APIService[]): GroupOrder {
  const sorted = [...services].sort((a, b) => priority(b) - priority(a) || compareText(nameOf(a), nameOf(b)))
  const places = new Map<string, number>()
  for (const { spec } of sorted) if (!places.has(spec.group ?? '')) places.set(spec.group ?? '', places.size)
  const place = (group: string): number => places.get(group) ?? Number.POSITIVE_INFINITY
  return (a, b) => difference(place(a), place(b))
}

/** The aggregated form: the highest group first, groups of the same priority by their names. */
export function aggregatedOrder(services: readonly APIService[]): GroupOrder {
  const priorities = new Map([[OWN_GROUP, OWN_PRIORITY]])
  for (const service of services) {
    const group = service.spec.group ?? ''
    priorities.set(group, Math.max(priorities.get(group) ?? 0, priority(service)))
  }
  const of = (group: string): number => priorities.get(group) ?? 0
  return (a, b) => of(b) - of(a) || compareText(a, b)
}

/** The aggregator's own group, which no APIService is of. */
const OWN_GROUP = 'apiregistration.k8s.io'
const OWN_PRIORITY = 20_000

const priority = ({ spec }: APIService): number => spec.groupPriorityMinimum ?? 0
const nameOf = ({ metadata }: APIService): string => metadata.name ?? ''
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const difference = (a: number, b: number): number => (a === b ? 0 : a - b)
