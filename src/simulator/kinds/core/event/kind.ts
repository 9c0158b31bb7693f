// Event of v1: what happened to an object, leniently judged. Upstream: pkg/registry/core/event/strategy.go.
import type { Event } from '../../../../generated/api/core.v1.ts'
import type { KindRules } from '../../contract.ts'
import { validatePathSegmentName } from '../../lib/validation/names.ts'
import { eventFields, eventRow } from './row.ts'
import { validateLegacyEvent } from './validation.ts'

/** Event of v1. */
export const kind: KindRules<Event> = {
  apiVersion: 'v1',
  kind: 'Event',
  name: validatePathSegmentName,
  metadata: 'own',
  validate: (object, errors) => validateLegacyEvent(object, 'reportingComponent', errors),
  update: { validate: (object, _old, errors) => validateLegacyEvent(object, 'reportingComponent', errors) },
  fieldNames: [
    'metadata.name',
    'metadata.namespace',
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  fields: eventFields,
  row: eventRow,
}
