// Event of events.k8s.io/v1: the same object as v1's, strictly judged, and only its series may change.
// Upstream: pkg/registry/core/event/strategy.go, pkg/apis/events/v1/conversion.go.
import type { Event as CoreEvent } from '../../../../generated/api/core.v1.ts'
import type { Event } from '../../../../generated/api/events.v1.ts'
import type { KindRules } from '../../contract.ts'
import { toCoreEvent, toNewEvent } from '../../core/event/convert.ts'
import { eventFields, eventRow } from '../../core/event/row.ts'
import { validateStrictEvent, validateStrictEventUpdate } from '../../core/event/validation.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

/** This face's names of selectable fields, and v1's. */
const FIELDS: Readonly<Record<string, string>> = {
  reason: 'reason',
  'regarding.kind': 'involvedObject.kind',
  'regarding.namespace': 'involvedObject.namespace',
  'regarding.name': 'involvedObject.name',
  'regarding.uid': 'involvedObject.uid',
  'regarding.apiVersion': 'involvedObject.apiVersion',
  'regarding.resourceVersion': 'involvedObject.resourceVersion',
  'regarding.fieldPath': 'involvedObject.fieldPath',
  reportingController: 'reportingComponent',
  type: 'type',
}

function fields(object: Event): Readonly<Record<string, string>> {
  const values = eventFields(toCoreEvent(object))
  return Object.fromEntries(Object.entries(FIELDS).map(([name, core]) => [name, values[core] ?? '']))
}

/** Event of events.k8s.io/v1. */
export const kind: KindRules<Event> = {
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  name: nameIsDNSSubdomain,
  metadata: 'own',
  validate: (object, errors) => validateStrictEvent(toCoreEvent(object), errors),
  update: {
    validate: (object, old, errors) => validateStrictEventUpdate(toCoreEvent(object), toCoreEvent(old), errors),
  },
  storedAs: { resource: 'events', toStored: toCoreEvent, fromStored: (stored) => toNewEvent(stored as CoreEvent) },
  fieldNames: ['metadata.name', 'metadata.namespace', ...Object.keys(FIELDS)],
  fields,
  row: (object, now) => eventRow(toCoreEvent(object), now),
}
