// The small parts of a definition: names, printer columns, subresources, selectable fields, conversion.
// Upstream: ValidateCustomResourceDefinitionNames and its neighbours in apiextensions' validation.go.
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinitionNames,
  CustomResourceSubresources,
  SelectableField,
} from '../../../../generated/api/apiextensions.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { fieldAt } from '../../lib/structural/field-path.ts'
import type { Schema } from '../../lib/structural/schema.ts'
import { isDNS1035Label } from '../../lib/validation/names.ts'
import { validateWebhookService, validateWebhookURL } from '../../lib/webhook/client-config.ts'
import type { InternalConversion } from './internal.ts'
import { type DefinitionOptions, MAX_SELECTABLE_FIELDS } from './options.ts'

/** A name that must be a label of RFC 1035, its problems in one message. */
export function validateLabelName(name: string, path: Path, errors: FieldErrors, before = ''): void {
  const problems = isDNS1035Label(name === '' || before === '' ? name : name.toLowerCase())
  if (problems.length > 0) errors.invalid(path, name, before + problems.join(','))
}

const MIXED = 'may have mixed case, but should otherwise match: '

/** The names in a spec or among those accepted. */
export function validateNames(names: CustomResourceDefinitionNames, path: Path, errors: FieldErrors): void {
  for (const field of ['plural', 'singular'] as const) {
    if (names[field]) validateLabelName(names[field], path.child(field), errors)
  }
  for (const field of ['kind', 'listKind'] as const) {
    if (names[field]) validateLabelName(names[field], path.child(field), errors, MIXED)
  }
  for (const [i, name] of (names.shortNames ?? []).entries()) {
    validateLabelName(name, path.child('shortNames').index(i), errors)
  }
  if (names.kind && names.kind === names.listKind) {
    errors.invalid(path.child('listKind'), names.listKind, 'kind and listKind may not be the same')
  }
  for (const [i, name] of (names.categories ?? []).entries()) {
    validateLabelName(name, path.child('categories').index(i), errors)
  }
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string']
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password']

/** A column of the table. */
export function validateColumn(column: CustomResourceColumnDefinition, path: Path, errors: FieldErrors): void {
  const { name, type, format, jsonPath } = column
  const types = `must be one of ${COLUMN_TYPES.join(',')}`
  if (name === '') errors.required(path.child('name'))
  if (type === '') errors.required(path.child('type'), types)
  else if (!COLUMN_TYPES.includes(type)) errors.invalid(path.child('type'), type, types)
  if (format && !COLUMN_FORMATS.includes(format)) {
    errors.invalid(path.child('format'), format, `must be one of ${COLUMN_FORMATS.join(',')}`)
  }
  if (jsonPath === '') errors.required(path.child('JSONPath'))
  else validateSimplePath(jsonPath, path.child('JSONPath'), errors)
}

/** A path must begin with a dot; true when it does. */
function validateSimplePath(text: string, path: Path, errors: FieldErrors): boolean {
  if (text.startsWith('.')) return true
  errors.invalid(path, text, 'must be a simple json path starting with .')
  return false
}

/** Where the scale subresource finds its numbers. */
export function validateSubresources(
  subresources: CustomResourceSubresources | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  const scale = subresources?.scale
  if (scale === undefined) return
  const within = (text: string, field: string, roots: readonly string[], where: string): void => {
    const place = path.child(`scale.${field}`)
    if (!validateSimplePath(text, place, errors) || roots.some((root) => text.startsWith(`.${root}.`))) return
    errors.invalid(place, text, `should be a json path under ${where}`)
  }
  for (const [field, root] of [
    ['specReplicasPath', 'spec'],
    ['statusReplicasPath', 'status'],
  ] as const) {
    if (scale[field] === '') errors.required(path.child(`scale.${field}`))
    else within(scale[field], field, [root], `.${root}`)
  }
  if (!scale.labelSelectorPath) return
  within(scale.labelSelectorPath, 'labelSelectorPath', ['spec', 'status'], 'either .spec or .status')
}

const SELECTABLE_TYPES = ['string', 'boolean', 'integer']

/** Fields that field selectors may name; `version` is '' for the shared ones. */
export function validateSelectableFields(
  fields: readonly SelectableField[],
  schema: Schema,
  path: Path,
  errors: FieldErrors,
  options: DefinitionOptions,
  version: string,
): void {
  const seen = new Set<string>()
  for (const [i, { jsonPath }] of fields.entries()) {
    const place = path.index(i).child('jsonPath')
    if (jsonPath === '') {
      errors.required(place)
      continue
    }
    const found = fieldAt(jsonPath, schema, false)
    if ('error' in found) {
      errors.invalid(place, jsonPath, `is an invalid path: ${found.error}`)
      continue
    }
    if (found.root === 'metadata') errors.invalid(place, jsonPath, 'must not point to fields in metadata')
    if (!SELECTABLE_TYPES.includes(found.schema.type ?? '')) {
      const why =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.'
      errors.invalid(place, jsonPath, why)
    }
    if (seen.has(found.path)) errors.duplicate(place, jsonPath)
    seen.add(found.path)
  }
  if (seen.size > MAX_SELECTABLE_FIELDS && !options.tooManySelectableFields.has(version)) {
    errors.tooMany(path, seen.size, MAX_SELECTABLE_FIELDS)
  }
}

const STRATEGIES = ['None', 'Webhook']
const REVIEW_VERSIONS = ['v1', 'v1beta1']

/** How versions become each other. */
export function validateConversion(
  conversion: InternalConversion | undefined,
  path: Path,
  errors: FieldErrors,
  options: DefinitionOptions,
): void {
  if (conversion === undefined) return
  const { strategy, webhookClientConfig: client, conversionReviewVersions } = conversion
  const clientPath = path.child('webhookClientConfig')
  const reviewsPath = path.child('conversionReviewVersions')
  if (strategy === '') errors.required(path.child('strategy'))
  else if (!STRATEGIES.includes(strategy)) errors.notSupported(path.child('strategy'), strategy, STRATEGIES)
  if (strategy !== 'Webhook') {
    const why = 'should not be set when strategy is not set to Webhook'
    if (client) errors.forbidden(clientPath, why)
    if (conversionReviewVersions?.length) errors.forbidden(reviewsPath, why)
    return
  }
  if (client === undefined) errors.required(clientPath, 'required when strategy is set to Webhook')
  else if ((client.url === undefined) === (client.service === undefined)) {
    errors.required(clientPath, 'exactly one of url or service is required')
  } else if (client.url !== undefined) validateWebhookURL(client.url, clientPath.child('url'), errors)
  else if (client.service) {
    // Upstream passes name and namespace in the wrong order: each is reported as the other.
    const { name: namespace, namespace: name, ...rest } = client.service
    validateWebhookService({ ...rest, name, namespace }, clientPath.child('service'), errors)
  }
  validateReviewVersions(conversionReviewVersions ?? [], reviewsPath, errors, options)
}

function validateReviewVersions(
  versions: readonly string[],
  path: Path,
  errors: FieldErrors,
  options: DefinitionOptions,
): void {
  if (versions.length === 0) {
    errors.required(path)
    return
  }
  for (const [i, version] of versions.entries()) {
    if (versions.indexOf(version) < i) errors.invalid(path.index(i), version, 'duplicate version')
    else errors.invalidAll(path.index(i), version, isDNS1035Label(version))
  }
  if (!options.requireRecognizedConversionReviewVersion) return
  if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return
  errors.invalid(path, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)
}
