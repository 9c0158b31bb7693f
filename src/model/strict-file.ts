// Files the API server reads its settings from: of which kinds they are, and that they have no fields those do not have.
// Upstream: apimachinery/pkg/runtime/serializer/json with EnableStrict. Limit: types of values are not looked at.
import { isJsonObject } from './json.ts'
import { quote } from './quote.ts'

/** The fields there are; a list has those of its items, `true` is a leaf. */
type Shape = true | readonly [Shape] | { readonly [field: string]: Shape }

/** A kind of file. */
interface FileKind {
  readonly kind: string
  readonly fields: Shape
  readonly versions: readonly string[]
  /** Upstream's name for the scheme. */
  readonly scheme: string
}

const VERSIONS = ['v1', 'v1beta1', 'v1alpha1'].map((version) => `apiserver.config.k8s.io/${version}`)

const RULE = { claim: true, requiredValue: true, expression: true, message: true } as const
const PREFIXED = { claim: true, prefix: true, expression: true } as const

/** --authentication-config. */
export const AUTHENTICATION: FileKind = {
  versions: VERSIONS,
  kind: 'AuthenticationConfiguration',
  scheme: 'k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go:879',
  fields: {
    apiVersion: true,
    kind: true,
    anonymous: { enabled: true, conditions: [{ path: true }] },
    jwt: [
      {
        issuer: {
          url: true,
          discoveryURL: true,
          certificateAuthority: true,
          audiences: true,
          audienceMatchPolicy: true,
          egressSelectorType: true,
        },
        claimValidationRules: [RULE],
        claimMappings: {
          username: PREFIXED,
          groups: PREFIXED,
          uid: { claim: true, expression: true },
          extra: [{ key: true, valueExpression: true }],
        },
        userValidationRules: [{ expression: true, message: true }],
      },
    ],
  },
}

/** --authorization-config. */
export const AUTHORIZATION: FileKind = {
  versions: VERSIONS,
  kind: 'AuthorizationConfiguration',
  scheme: 'k8s.io/apiserver/pkg/apis/apiserver/load/load.go:32',
  fields: {
    apiVersion: true,
    kind: true,
    authorizers: [
      {
        type: true,
        name: true,
        webhook: {
          authorizedTTL: true,
          cacheAuthorizedRequests: true,
          unauthorizedTTL: true,
          cacheUnauthorizedRequests: true,
          timeout: true,
          subjectAccessReviewVersion: true,
          matchConditionSubjectAccessReviewVersion: true,
          failurePolicy: true,
          connectionInfo: { type: true, kubeConfigFile: true },
          matchConditions: [{ expression: true }],
        },
      },
    ],
  },
}

/** --admission-control-config-file. */
export const ADMISSION: FileKind = {
  versions: ['apiserver.config.k8s.io/v1', 'apiserver.k8s.io/v1alpha1'],
  kind: 'AdmissionConfiguration',
  scheme: 'k8s.io/apiserver/pkg/server/options/admission.go:51',
  fields: { apiVersion: true, kind: true, plugins: [{ name: true, path: true, configuration: true }] },
}

/** Why a file is not of the kind that is wanted; `text` is what stands in it, where that is not the value as JSON. */
export function headProblem(
  value: unknown,
  { kind: wanted, versions, scheme }: FileKind,
  text?: string,
): string | undefined {
  const { kind, apiVersion } = isJsonObject(value) ? value : {}
  const missing = kind ? (apiVersion ? undefined : 'apiVersion') : 'Kind'
  if (missing !== undefined) return `Object '${missing}' is missing in '${text ?? JSON.stringify(value)}'`
  if (kind === wanted && versions.includes(String(apiVersion))) return undefined
  return `no kind ${quote(String(kind))} is registered for version ${quote(String(apiVersion))} in scheme ${quote(scheme)}`
}

/** Why a file cannot be read as the kind that is wanted; undefined when it can. */
export function strictProblem(value: unknown, wanted: FileKind, text?: string): string | undefined {
  const problem = headProblem(value, wanted, text)
  if (problem !== undefined) return problem
  const unknown = [...unknownIn(value, wanted.fields, '')].map((field) => `unknown field ${quote(field)}`)
  return unknown.length === 0 ? undefined : `strict decoding error: ${unknown.join(', ')}`
}

function* unknownIn(value: unknown, shape: Shape, at: string): Iterable<string> {
  if (shape === true) return
  if (Array.isArray(shape)) {
    const [item] = shape as readonly [Shape]
    if (Array.isArray(value)) for (const [i, one] of value.entries()) yield* unknownIn(one, item, `${at}[${i}]`)
    return
  }
  if (!isJsonObject(value)) return
  for (const [field, one] of Object.entries(value)) {
    const path = at === '' ? field : `${at}.${field}`
    const known = Object.hasOwn(shape, field) ? (shape as Readonly<Record<string, Shape>>)[field] : undefined
    if (known === undefined) yield path
    else yield* unknownIn(one, known, path)
  }
}
