// What an event must say, in its old face (v1, lenient) and its new one (events.k8s.io/v1, strict).
// Both are judged in v1's words: the field names in messages are v1's even for the new face, but for reportingController.
// Upstream: pkg/apis/core/validation/events.go.
import type { Event, ObjectReference } from '../../../../generated/api/core.v1.ts'
import { type FieldErrors, Raw } from '../../../api/status/field-errors.ts'
import {
  FIELD_IMMUTABLE,
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { isDNS1123Subdomain, isQualifiedName, longerThan, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const NAME_LIMIT = 128
const NOTE_LIMIT = 1024
const NAMESPACE = 'involvedObject.namespace'
const NO_MATCH = 'does not match event.namespace'

/** What both faces demand. `controller` is the name this face has for the reporting controller. */
export function validateLegacyEvent(
  event: Event,
  controller: 'reportingController' | 'reportingComponent',
  errors: FieldErrors,
): void {
  const namespace = event.metadata.namespace ?? ''
  const involved = event.involvedObject.namespace ?? ''
  if (event.eventTime) {
    if (involved === '' && namespace !== 'default' && namespace !== 'kube-system') {
      errors.invalid(NAMESPACE, involved, NO_MATCH)
    }
    validateNewEvent(event, controller, errors)
  } else if (involved === '') {
    if (namespace !== '' && namespace !== 'default') errors.invalid(NAMESPACE, involved, NO_MATCH)
  } else if (namespace !== involved) errors.invalid(NAMESPACE, involved, NO_MATCH)
  errors.invalidAll('namespace', namespace, isDNS1123Subdomain(namespace))
}

/** Events with an eventTime must say who reports what. */
function validateNewEvent(event: Event, controller: string, errors: FieldErrors): void {
  const reporter = event.reportingComponent ?? ''
  if (reporter === '') errors.required(controller)
  errors.invalidAll(controller, reporter, isQualifiedName(reporter))
  for (const field of ['reportingInstance', 'action', 'reason'] as const) {
    const value = event[field] ?? ''
    if (value === '') errors.required(field)
    if (longerThan(value, NAME_LIMIT)) errors.invalid(field, '', `can have at most ${NAME_LIMIT} characters`)
  }
  if (longerThan(event.message ?? '', NOTE_LIMIT)) {
    errors.invalid('message', '', `can have at most ${NOTE_LIMIT} characters`)
  }
}

/** ValidateEventCreate for events.k8s.io/v1. */
export function validateStrictEvent(event: Event, errors: FieldErrors): void {
  validateLegacyEvent(event, 'reportingController', errors)
  validateCoreObjectMeta(event.metadata, { namespaced: true, name: nameIsDNSSubdomain }, METADATA, errors)
  validateSeries(event, errors)
  if (!event.eventTime) errors.required('eventTime')
  const type = event.type ?? ''
  if (type !== 'Normal' && type !== 'Warning') errors.invalid('type', '', `has invalid value: ${type}`)
  if (event.firstTimestamp) errors.invalid('firstTimestamp', '', 'needs to be unset')
  if (event.lastTimestamp) errors.invalid('lastTimestamp', '', 'needs to be unset')
  if (event.count) errors.invalid('count', '', 'needs to be unset')
  if (event.source.component || event.source.host) errors.invalid('source', '', 'needs to be unset')
}

function validateSeries(event: Event, errors: FieldErrors): void {
  if (event.series === undefined) return
  if ((event.series.count ?? 0) < 2) errors.invalid('series.count', '', 'should be at least 2')
  if (!event.series.lastObservedTime) errors.required('series.lastObservedTime')
}

/** ValidateEventUpdate for events.k8s.io/v1: only the series may change. */
export function validateStrictEventUpdate(event: Event, old: Event, errors: FieldErrors): void {
  validateLegacyEvent(event, 'reportingController', errors)
  validateCoreObjectMetaUpdate(event.metadata, old.metadata, errors)
  if (!semanticEqual(event.series, old.series)) validateSeries(event, errors)
  const fixed = (field: string, value: unknown, before: unknown, shown: unknown): void => {
    if (!semanticEqual(value, before)) errors.invalid(field, shown, FIELD_IMMUTABLE)
  }
  const text = (field: string, value: string | undefined, before: string | undefined): void =>
    fixed(field, value ?? '', before ?? '', value ?? '')
  const time = (field: string, value: string | null | undefined, before: string | null | undefined): void =>
    fixed(field, value ?? '', before ?? '', value ?? undefined)
  fixed('involvedObject', event.involvedObject, old.involvedObject, showReference(event.involvedObject))
  text('reason', event.reason, old.reason)
  text('message', event.message, old.message)
  fixed('source', event.source, old.source, showSource(event))
  time('firstTimestamp', event.firstTimestamp, old.firstTimestamp)
  time('lastTimestamp', event.lastTimestamp, old.lastTimestamp)
  fixed('count', event.count ?? 0, old.count ?? 0, event.count ?? 0)
  text('reason', event.reason, old.reason)
  text('type', event.type, old.type)
  time('eventTime', event.eventTime, old.eventTime)
  text('action', event.action, old.action)
  fixed('related', event.related, old.related, event.related && showReference(event.related))
  text('reportingController', event.reportingComponent, old.reportingComponent)
  text('reportingInstance', event.reportingInstance, old.reportingInstance)
}

/** A reference as Go prints its internal type: field names in Go's case, nothing left out. */
const showReference = (reference: ObjectReference): Raw =>
  new Raw(
    JSON.stringify({
      Kind: reference.kind ?? '',
      Namespace: reference.namespace ?? '',
      Name: reference.name ?? '',
      UID: reference.uid ?? '',
      APIVersion: reference.apiVersion ?? '',
      ResourceVersion: reference.resourceVersion ?? '',
      FieldPath: reference.fieldPath ?? '',
    }),
  )

const showSource = ({ source }: Event): Raw =>
  new Raw(JSON.stringify({ Component: source.component ?? '', Host: source.host ?? '' }))
