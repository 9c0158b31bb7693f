// A definition's spec as it is judged: what all versions have alike stands once, at the top. That is why problems are reported at
// `spec.validation` when there is one version. Upstream: Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_… in
// apiextensions-apiserver/pkg/apis/apiextensions/v1/conversion.go.
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  CustomResourceValidation,
  SelectableField,
  WebhookClientConfig,
} from '../../../../generated/api/apiextensions.v1.ts'
import type { Schema } from '../../lib/structural/schema.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'

/** What stands at the top or in each version. */
export interface PerVersion {
  readonly schema?: CustomResourceValidation | undefined
  readonly subresources?: CustomResourceSubresources | undefined
  readonly additionalPrinterColumns?: readonly CustomResourceColumnDefinition[] | undefined
  readonly selectableFields?: readonly SelectableField[] | undefined
}

/** A version with what only it has. */
export interface InternalVersion extends PerVersion {
  readonly name: string
  readonly served: boolean
  readonly storage: boolean
  readonly deprecated?: boolean | undefined
  readonly deprecationWarning?: string | undefined
}

/** How versions are converted. */
export interface InternalConversion {
  readonly strategy: string
  readonly webhookClientConfig: WebhookClientConfig | undefined
  readonly conversionReviewVersions: readonly string[] | null
}

/** The spec; the fields of PerVersion are those all versions share. */
export interface InternalSpec extends PerVersion {
  readonly group: string
  readonly scope: string
  readonly names: CustomResourceDefinitionNames
  readonly version: string
  readonly versions: readonly InternalVersion[]
  readonly conversion: InternalConversion | undefined
  readonly preserveUnknownFields: boolean
}

const SHARED = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const

/** The spec as it is judged. */
export function internalSpec(spec: CustomResourceDefinitionSpec): InternalSpec {
  const versions = spec.versions ?? []
  const top: Record<string, unknown> = {}
  const first = versions[0]
  const hoisted = SHARED.filter(
    (field) => first && versions.every((version) => sameValue(version[field], first[field])),
  )
  for (const field of hoisted) if (first?.[field] !== undefined) top[field] = first[field]
  const { conversion } = spec
  return {
    ...(top as PerVersion),
    group: spec.group,
    scope: spec.scope,
    names: spec.names,
    version: first?.name ?? '',
    versions: versions.map((version) => withoutFields(version, hoisted)),
    conversion: conversion && {
      strategy: conversion.strategy,
      webhookClientConfig: conversion.webhook?.clientConfig,
      conversionReviewVersions: conversion.webhook?.conversionReviewVersions ?? null,
    },
    preserveUnknownFields: spec.preserveUnknownFields === true,
  }
}

/** A pointer that is there differs from one that is not. */
const sameValue = (a: unknown, b: unknown): boolean => (a === undefined) === (b === undefined) && semanticEqual(a, b)

function withoutFields(version: CustomResourceDefinitionVersion, fields: readonly string[]): InternalVersion {
  if (fields.length === 0) return version
  const rest: Record<string, unknown> = { ...version }
  for (const field of fields) delete rest[field]
  return rest as unknown as InternalVersion
}

/** Every schema of the spec, the shared one first. */
export const schemasOf = (spec: InternalSpec): readonly Schema[] =>
  [spec, ...spec.versions].flatMap(({ schema }) => (schema?.openAPIV3Schema ? [schema.openAPIV3Schema] : []))
