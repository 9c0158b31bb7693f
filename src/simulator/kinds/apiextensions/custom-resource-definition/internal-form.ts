// Parts of a definition as upstream's internal types show them in messages: Go's names, nothing left out.
// Upstream: apiextensions-apiserver/pkg/apis/apiextensions/{types,types_jsonschema}.go.
import type {
  CustomResourceColumnDefinition,
  CustomResourceSubresources,
  ValidationRule,
} from '../../../../generated/api/apiextensions.v1.ts'
import type { JsonObject } from '../../../api/types.ts'
import type { Schema } from '../../lib/structural/schema.ts'
import type { InternalVersion } from './internal.ts'

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (schemas: readonly Schema[] | undefined): unknown => schemas?.map(internalSchema) ?? null
const one = (schema: Schema | undefined): unknown => (schema ? internalSchema(schema) : null)

function map(schemas: Readonly<Record<string, Schema>> | undefined): unknown {
  if (!schemas) return null
  const entries = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, schema]) => [name, internalSchema(schema)]))
}

/** A schema, or a list of schemas, where either may stand. */
export function internalItems(items: unknown): unknown {
  if (items === undefined) return null
  return {
    Schema: isSchema(items) ? internalSchema(items) : null,
    JSONSchemas: Array.isArray(items) ? list(items as Schema[]) : null,
  }
}

function schemaOrBool(value: unknown): unknown {
  if (value === undefined) return null
  return { Allows: value !== false, Schema: isSchema(value) ? internalSchema(value) : null }
}

function dependencies(value: Readonly<Record<string, unknown>> | undefined): unknown {
  if (!value) return null
  return Object.fromEntries(
    Object.entries(value).map(([name, dependency]) => [
      name,
      {
        Schema: isSchema(dependency) ? internalSchema(dependency) : null,
        Property: Array.isArray(dependency) ? dependency : null,
      },
    ]),
  )
}

/** A schema. */
export function internalSchema(s: Schema): JsonObject {
  return {
    ID: s.id ?? '',
    Schema: s.$schema ?? '',
    Ref: s.$ref ?? null,
    Description: s.description ?? '',
    Type: s.type ?? '',
    Nullable: s.nullable ?? false,
    Format: s.format ?? '',
    Title: s.title ?? '',
    Default: s.default ?? null,
    Maximum: s.maximum ?? null,
    ExclusiveMaximum: s.exclusiveMaximum ?? false,
    Minimum: s.minimum ?? null,
    ExclusiveMinimum: s.exclusiveMinimum ?? false,
    MaxLength: s.maxLength ?? null,
    MinLength: s.minLength ?? null,
    Pattern: s.pattern ?? '',
    MaxItems: s.maxItems ?? null,
    MinItems: s.minItems ?? null,
    UniqueItems: s.uniqueItems ?? false,
    MultipleOf: s.multipleOf ?? null,
    Enum: s.enum ?? null,
    MaxProperties: s.maxProperties ?? null,
    MinProperties: s.minProperties ?? null,
    Required: s.required ?? null,
    Items: internalItems(s.items),
    AllOf: list(s.allOf),
    OneOf: list(s.oneOf),
    AnyOf: list(s.anyOf),
    Not: one(s.not),
    Properties: map(s.properties),
    AdditionalProperties: schemaOrBool(s.additionalProperties),
    PatternProperties: map(s.patternProperties),
    Dependencies: dependencies(s.dependencies),
    AdditionalItems: schemaOrBool(s.additionalItems),
    Definitions: map(s.definitions),
    ExternalDocs: s.externalDocs
      ? { Description: s.externalDocs.description ?? '', URL: s.externalDocs.url ?? '' }
      : null,
    Example: s.example ?? null,
    XPreserveUnknownFields: s['x-kubernetes-preserve-unknown-fields'] ?? null,
    XEmbeddedResource: s['x-kubernetes-embedded-resource'] ?? false,
    XIntOrString: s['x-kubernetes-int-or-string'] ?? false,
    XListMapKeys: s['x-kubernetes-list-map-keys'] ?? null,
    XListType: s['x-kubernetes-list-type'] ?? null,
    XMapType: s['x-kubernetes-map-type'] ?? null,
    XValidations: s['x-kubernetes-validations']?.map(internalRule) ?? null,
  }
}

/** A rule in CEL. */
export const internalRule = (rule: ValidationRule): JsonObject => ({
  Rule: rule.rule,
  Message: rule.message ?? '',
  MessageExpression: rule.messageExpression ?? '',
  Reason: rule.reason ?? null,
  FieldPath: rule.fieldPath ?? '',
  OptionalOldSelf: rule.optionalOldSelf ?? null,
})

const internalSubresources = ({ status, scale }: CustomResourceSubresources): JsonObject => ({
  Status: status ? {} : null,
  Scale: scale
    ? {
        SpecReplicasPath: scale.specReplicasPath,
        StatusReplicasPath: scale.statusReplicasPath,
        LabelSelectorPath: scale.labelSelectorPath ?? null,
      }
    : null,
})

const internalColumn = (column: CustomResourceColumnDefinition): JsonObject => ({
  Name: column.name,
  Type: column.type,
  Format: column.format ?? '',
  Description: column.description ?? '',
  Priority: column.priority ?? 0,
  JSONPath: column.jsonPath,
})

/** A version. */
export const internalVersion = (version: InternalVersion): JsonObject => ({
  Name: version.name,
  Served: version.served,
  Storage: version.storage,
  Deprecated: version.deprecated ?? false,
  DeprecationWarning: version.deprecationWarning ?? null,
  Schema: version.schema ? { OpenAPIV3Schema: one(version.schema.openAPIV3Schema) } : null,
  Subresources: version.subresources ? internalSubresources(version.subresources) : null,
  AdditionalPrinterColumns: version.additionalPrinterColumns?.map(internalColumn) ?? null,
  SelectableFields: version.selectableFields?.map(({ jsonPath }) => ({ JSONPath: jsonPath })) ?? null,
})
