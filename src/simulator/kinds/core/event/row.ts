// An event as a row of a table, and the fields it can be selected by; the same for both faces.
// Upstream: printEvent in pkg/printers/internalversion/printers.go, ToSelectableFields in pkg/registry/core/event/strategy.go.
import type { Event } from '../../../../generated/api/core.v1.ts'
import { age } from '../../lib/age.ts'

/** The cells of the table. */
export function eventRow(event: Event, now: number): readonly unknown[] {
  const first = event.firstTimestamp ? age(event.firstTimestamp, now) : age(event.eventTime, now)
  const last = event.lastTimestamp ? age(event.lastTimestamp, now) : first
  const { kind = '', name, fieldPath = '' } = event.involvedObject
  const target = name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase()
  const { series } = event
  return [
    series ? age(series.lastObservedTime, now) : last,
    event.type ?? '',
    event.reason ?? '',
    target,
    fieldPath,
    sourceOf(event),
    (event.message ?? '').trim(),
    first,
    series ? (series.count ?? 0) : event.count || 1,
    event.metadata.name,
  ]
}

function sourceOf(event: Event): string {
  const component = event.source.component || event.reportingComponent || ''
  const instance = event.source.host || event.reportingInstance || ''
  return instance === '' ? component : `${component}, ${instance}`
}

/** What field selectors may name in v1. */
export function eventFields(event: Event): Readonly<Record<string, string>> {
  const involved = event.involvedObject
  return {
    'involvedObject.kind': involved.kind ?? '',
    'involvedObject.namespace': involved.namespace ?? '',
    'involvedObject.name': involved.name ?? '',
    'involvedObject.uid': involved.uid ?? '',
    'involvedObject.apiVersion': involved.apiVersion ?? '',
    'involvedObject.resourceVersion': involved.resourceVersion ?? '',
    'involvedObject.fieldPath': involved.fieldPath ?? '',
    reason: event.reason ?? '',
    reportingComponent: event.reportingComponent ?? '',
    source: event.source.component || event.reportingComponent || '',
    type: event.type ?? '',
  }
}
