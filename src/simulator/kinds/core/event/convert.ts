// One event, two faces: v1 and events.k8s.io/v1 are stored as one object and differ in the names of their fields.
// Upstream: pkg/apis/events/v1/conversion.go. Fields stand in the order each version prints them.
import type { Event } from '../../../../generated/api/core.v1.ts'
import type { Event as NewEvent } from '../../../../generated/api/events.v1.ts'

/** The event as v1 shows it. */
export const toCoreEvent = (event: NewEvent): Event =>
  present({
    kind: 'Event',
    apiVersion: 'v1',
    metadata: event.metadata,
    involvedObject: event.regarding,
    reason: event.reason,
    message: event.note,
    source: event.deprecatedSource,
    firstTimestamp: event.deprecatedFirstTimestamp,
    lastTimestamp: event.deprecatedLastTimestamp,
    count: event.deprecatedCount,
    type: event.type,
    eventTime: event.eventTime,
    series: event.series,
    action: event.action,
    related: event.related,
    reportingComponent: event.reportingController ?? '',
    reportingInstance: event.reportingInstance ?? '',
  } as Event)

/** The event as events.k8s.io/v1 shows it. */
export const toNewEvent = (event: Event): NewEvent =>
  present({
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    metadata: event.metadata,
    eventTime: event.eventTime,
    series: event.series,
    reportingController: event.reportingComponent || undefined,
    reportingInstance: event.reportingInstance || undefined,
    action: event.action,
    reason: event.reason,
    regarding: event.involvedObject,
    related: event.related,
    note: event.message,
    type: event.type,
    deprecatedSource: event.source,
    deprecatedFirstTimestamp: event.firstTimestamp,
    deprecatedLastTimestamp: event.lastTimestamp,
    deprecatedCount: event.count,
  } as NewEvent)

/** Drops the fields that are absent: they were absent before. */
function present<T extends object>(object: T): T {
  const fields = object as Record<string, unknown>
  for (const field in fields) if (fields[field] === undefined) delete fields[field]
  return object
}
