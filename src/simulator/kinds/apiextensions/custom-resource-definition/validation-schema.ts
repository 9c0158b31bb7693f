// The rules for a schema in a definition: structural, without what OpenAPI has and Kubernetes has not, its rules in CEL sound.
// Upstream: validateCustomResourceDefinitionValidation, ValidateCustomResourceDefinitionOpenAPISchema in
// apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go.
import type { CustomResourceValidation } from '../../../../generated/api/apiextensions.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateDefaults } from '../../lib/structural/defaults.ts'
import { validateStructural } from '../../lib/structural/invariants.ts'
import {
  additionalOf,
  hasDefault,
  itemOf,
  itemsByPosition,
  propertiesOf,
  type Schema,
  structuralProblem,
} from '../../lib/structural/schema.ts'
import { SchemaCosts } from './costs.ts'
import { internalSchema } from './internal-form.ts'
import type { DefinitionOptions } from './options.ts'
import { SCHEMA_TYPES, validateListAndMapTypes } from './validation-lists.ts'
import { validateRuleExpressions, validateRules } from './validation-rules.ts'

const META_FIELDS: ReadonlySet<string> = new Set(['metadata', 'kind', 'apiVersion'])
const EMBEDDED = 'x-kubernetes-embedded-resource'
const PRESERVE = 'x-kubernetes-preserve-unknown-fields'

/** In the order of the internal struct: only what follows may stand at the root beside a status. */
const ALLOWED_AT_ROOT =
  'Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations'
const ALLOWED: ReadonlySet<string> = new Set(ALLOWED_AT_ROOT.split(' '))

/** A schema at `path`; `hasStatus`: the status subresource is on. */
export function validateSchema(
  validation: CustomResourceValidation | undefined,
  hasStatus: boolean,
  path: Path,
  errors: FieldErrors,
  options: DefinitionOptions,
): void {
  const schema = validation?.openAPIV3Schema
  if (schema === undefined) return
  const found = new FieldErrors()
  const place = path.child('openAPIV3Schema')
  if (hasStatus) validateRoot(schema, path, found)
  if (schema.nullable) found.forbidden(path.child('openAPIV3Schema.nullable'), 'nullable cannot be true at the root')
  let notStructural: string | undefined
  let sound = false
  if (options.requireStructuralSchema) {
    notStructural = structuralProblem(schema)
    sound =
      notStructural === undefined &&
      validateStructural(schema, place, found) &&
      validateDefaults(schema, place, found, options.requirePrunedDefaults)
  }
  const visit = new Visit(options, sound)
  visit.schema(schema, place, AT_ROOT, true)
  visit.costs.judge(place, visit.expressionErrors)
  found.list.push(...visit.errors.list, ...visit.expressionErrors.list)
  if (found.length === 0 && notStructural !== undefined) found.invalid(place, '', notStructural)
  errors.list.push(...found.list)
}

function validateRoot(schema: Schema, path: Path, errors: FieldErrors): void {
  const form = internalSchema(schema)
  for (const [field, value] of Object.entries(form)) {
    if (value === null || value === '' || value === false) continue
    if (field === 'Type') {
      if (schema.type === 'object') continue
      const detail =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'
      errors.invalid(path.child('openAPIV3Schema.type'), schema.type, detail)
      return
    }
    if (ALLOWED.has(field)) continue
    const detail = `only [${ALLOWED_AT_ROOT}] fields are allowed at the root of the schema if the status subresource is enabled`
    errors.invalid(path.child('openAPIV3Schema'), form, detail)
    return
  }
}

/** What is known of where a schema stands. */
interface Place {
  /** Why defaults are forbidden here; undefined where they are not. */
  readonly noDefaults?: string
  readonly insideMeta: boolean
  /** The first ancestor whose old and new values cannot be told to belong together. */
  readonly uncorrelatable?: Path
  /** Whether rules in CEL are compiled below: not in junctors. */
  readonly rules: boolean
  /** How often data of the schema may be there; undefined where nothing bounds it. */
  readonly cardinality: number | undefined
}

const AT_ROOT: Place = { insideMeta: false, rules: true, cardinality: 1 }

const within = (place: Place, most: number | undefined): Place => ({
  ...place,
  cardinality: place.cardinality === undefined || most === undefined ? undefined : place.cardinality * most,
})

class Visit {
  readonly errors = new FieldErrors()
  readonly expressionErrors = new FieldErrors()
  readonly costs = new SchemaCosts()
  readonly #options: DefinitionOptions
  readonly #compiles: boolean

  constructor(options: DefinitionOptions, compiles: boolean) {
    this.#options = options
    this.#compiles = compiles
  }

  schema(schema: Schema, path: Path, place: Place, isRoot = false): void {
    const before = this.errors.length
    this.#unsupported(schema, path, place)
    if (schema.uniqueItems) {
      const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'
      this.errors.forbidden(path.child('uniqueItems'), why)
    }
    this.#additional(schema, path, place)
    this.#properties(schema, path, place, isRoot)
    this.#junctors(schema, path, { ...place, rules: false })
    this.#items(schema, path, place)
    if (schema[PRESERVE] === false) this.errors.invalid(path.child(PRESERVE), false, 'must be true or undefined')
    validateListAndMapTypes(schema, path, this.errors, this.#options)
    const rules = schema['x-kubernetes-validations']
    if (!rules?.length) return
    const rulesPath = path.child('x-kubernetes-validations')
    validateRules(rules, schema, rulesPath, this.errors)
    if (this.errors.length > before || !this.#compiles || !place.rules) return
    const asked = {
      uncorrelatable: place.uncorrelatable,
      root: isRoot || schema[EMBEDDED] === true,
      cardinality: place.cardinality,
      costs: this.costs,
    }
    validateRuleExpressions(rules, schema, rulesPath, this.expressionErrors, asked)
  }

  #unsupported(schema: Schema, path: Path, place: Place): void {
    const { errors } = this
    if (this.#options.requireValidPropertyType && schema.type && !SCHEMA_TYPES.includes(schema.type)) {
      errors.notSupported(path.child('type'), schema.type, SCHEMA_TYPES)
    }
    if (hasDefault(schema) && place.noDefaults !== undefined) {
      errors.forbidden(path.child('default'), `must not be set ${place.noDefaults}`)
    }
    for (const field of [
      'id',
      'additionalItems',
      'patternProperties',
      'definitions',
      'dependencies',
      '$ref',
    ] as const) {
      if (schema[field] !== undefined) errors.forbidden(path.child(field), `${field} is not supported`)
    }
    if (schema.type === 'null') {
      errors.forbidden(path.child('type'), 'type cannot be set to null, use nullable as an alternative')
    }
    if (itemsByPosition(schema).length > 0) {
      errors.forbidden(path.child('items'), 'items must be a schema object and not an array')
    }
    if (place.insideMeta && schema[EMBEDDED]) {
      errors.forbidden(path.child(EMBEDDED), 'must not be used inside of resource meta')
    }
  }

  #additional(schema: Schema, path: Path, place: Place): void {
    const { additionalProperties } = schema
    if (additionalProperties === undefined) return
    const at = path.child('additionalProperties')
    if (propertiesOf(schema).length > 0 && additionalProperties !== true) {
      this.errors.forbidden(at, 'additionalProperties and properties are mutual exclusive')
    }
    const additional = additionalOf(schema)
    if (!additional) return
    const why = 'inside additionalProperties applying to object metadata'
    const here = within(place, schema.maxProperties)
    this.schema(additional, at, place.insideMeta ? { ...here, noDefaults: why } : here)
  }

  #properties(schema: Schema, path: Path, place: Place, isRoot: boolean): void {
    const mapType = schema['x-kubernetes-map-type']
    const correlated = mapType === undefined || mapType === 'granular'
    const here = correlated ? place : uncorrelated(place, path)
    for (const [name, property] of propertiesOf(schema)) {
      const isMeta = (isRoot || schema[EMBEDDED] === true) && META_FIELDS.has(name)
      const inMeta: Place = isMeta ? { ...here, insideMeta: true } : here
      const at = isMeta && isRoot ? { ...inMeta, noDefaults: `in top-level ${name}` } : inMeta
      this.schema(property, path.child('properties').key(name), at)
    }
  }

  #junctors(schema: Schema, path: Path, place: Place): void {
    if (schema.not) this.schema(schema.not, path.child('not'), place)
    for (const junctor of ['allOf', 'oneOf', 'anyOf'] as const) {
      for (const [i, clause] of (schema[junctor] ?? []).entries()) {
        this.schema(clause, path.child(junctor).index(i), place)
      }
    }
    for (const [name, definition] of Object.entries(schema.definitions ?? {})) {
      this.schema(definition, path.child('definitions').key(name), place)
    }
  }

  #items(schema: Schema, path: Path, place: Place): void {
    const here = schema['x-kubernetes-list-type'] === 'map' ? place : uncorrelated(place, path)
    const item = itemOf(schema)
    if (item) this.schema(item, path.child('items'), within(here, schema.maxItems))
    for (const [i, byPosition] of itemsByPosition(schema).entries()) {
      this.schema(byPosition, path.child('items').index(i), here)
    }
    for (const [name, dependency] of Object.entries(schema.dependencies ?? {})) {
      if (typeof dependency !== 'object' || dependency === null || Array.isArray(dependency)) continue
      this.schema(dependency as Schema, path.child('dependencies').key(name), { ...place, rules: false })
    }
  }
}

const uncorrelated = (place: Place, path: Path): Place =>
  place.uncorrelatable ? place : { ...place, uncorrelatable: path }
