// Files the API server reads its settings from: of which kinds they are, and that they have no fields those do not have.
// Upstream: apimachinery/pkg/runtime/serializer with EnableStrict. Limits: a kind that is missing is taken for the one that is wanted;
// types of values are not looked at.
import { isJsonObject } from '../../model/json.ts'
import { quote } from '../../model/quote.ts'

/** The fields there are; a list has those of its items, `true` is a leaf. */
type Shape = true | readonly [Shape] | { readonly [field: string]: Shape }

/** A kind of file. */
interface FileKind {
  readonly kind: string
  readonly fields: Shape
  /** Upstream's name for the scheme. */
  readonly scheme: string
}

const GROUP = 'apiserver.config.k8s.io/'
const VERSIONS = ['v1', 'v1beta1', 'v1alpha1']

const RULE = { claim: true, requiredValue: true, expression: true, message: true } as const
const PREFIXED = { claim: true, prefix: true, expression: true } as const

export const AUTHENTICATION: FileKind = {
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

export const AUTHORIZATION: FileKind = {
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

/** Why a file cannot be read as the kind that is wanted; undefined when it can. */
export function strictProblem(value: unknown, { kind: wanted, fields, scheme }: FileKind): string | undefined {
  if (!isJsonObject(value)) return undefined
  const { kind = wanted, apiVersion = `${GROUP}v1` } = value
  if (kind !== wanted || !VERSIONS.some((version) => apiVersion === GROUP + version)) {
    const [given, version] = [String(kind), String(apiVersion)].map(quote)
    return `no kind ${given} is registered for version ${version} in scheme ${quote(scheme)}`
  }
  const unknown = [...unknownIn(value, fields, '')].map((field) => `unknown field ${quote(field)}`)
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
