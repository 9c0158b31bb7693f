// POST serviceaccounts/<name>/token: a token for the account, for a time and an audience, perhaps bound to another object.
// Upstream: TokenREST in pkg/registry/core/serviceaccount/storage/token.go, pkg/apis/authentication/validation.
import type { TokenRequest } from '../../../generated/api/authentication.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { quote } from '../../../model/quote.ts'
import { formatTime } from '../../../model/time.ts'
import type { TokenSubject } from '../../auth/contract.ts'
import { admit, attributesOf, validateAdmission } from '../admission-chain.ts'
import { auditObject } from '../audit/serve.ts'
import { decodeAs } from '../body.ts'
import type { RequestContext } from '../context.ts'
import { readWriteOptions } from '../options.ts'
import type { ServerResponse } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { badRequest, conflict, invalid, methodNotSupported, notFound } from '../status/status-error.ts'
import { existing, qualifiedResource } from '../stored.ts'
import type { KubeObject } from '../types.ts'

type Request = KubeObject & TokenRequest
type Bound = Pick<TokenSubject, 'pod' | 'node' | 'secret'>

const KIND = { group: 'authentication.k8s.io', name: 'TokenRequest' }
const AUDIENCES = ['https://kubernetes.default.svc.cluster.local']
const MIN_SECONDS = 600
const MAX_SECONDS = 2 ** 32
const DEFAULT_SECONDS = 3600
/** Tokens of pods that ask for exactly this live a year, and warn after it. */
const WARN_ONLY_SECONDS = 3607
const EXTENDED_SECONDS = 365 * 24 * 3600

/** Issues a token. */
export function requestToken(context: RequestContext): ServerResponse {
  const { request, parts, name, namespace } = context
  if (request.method !== 'POST') throw methodNotSupported(qualifiedResource(context), request.method.toLowerCase())
  readWriteOptions(context, 'CreateOptions')
  const apiVersion = 'authentication.k8s.io/v1'
  const asked = decodeAs(context, request.body, 'authentication.v1.TokenRequest', apiVersion, KIND.name) as Request
  asked.spec.expirationSeconds ??= DEFAULT_SECONDS
  auditObject(context, asked)
  const attributes = attributesOf(context, 'CREATE', asked, undefined, name)
  admit(context, parts.admission, attributes)
  checkMetadata(asked, name, namespace)
  const account = existing(context)
  const uid = account.metadata.uid ?? ''
  if (asked.metadata.uid && asked.metadata.uid !== uid) {
    const why = `the UID in the token request (${asked.metadata.uid}) does not match the UID of the service account (${uid})`
    throw conflict(KIND, name, why)
  }
  if (!asked.spec.audiences?.length) asked.spec.audiences = [...AUDIENCES]
  Object.assign(asked.metadata, { name, namespace, uid, creationTimestamp: formatTime(context.time) })
  validate(asked)
  validateAdmission(context, parts.admission, attributes)
  const bound = boundObject(context, asked)
  const seconds = asked.spec.expirationSeconds
  const subject = {
    namespace,
    serviceAccount: account,
    id: context.random.uuid(),
    audiences: asked.spec.audiences,
    ...bound,
  }
  context.annotate('authentication.kubernetes.io/issued-credential-id', `JTI=${subject.id}`)
  const token = parts.issueToken({ ...subject, ...lifetime(seconds, bound, asked.spec.audiences) })
  const expirationTimestamp = formatTime(context.time + seconds * 1000)
  const answer = { ...asked, status: { token, expirationTimestamp } }
  return { code: 201, body: answer, warnings: context.warnings }
}

function lifetime(
  seconds: number,
  { pod }: Bound,
  audiences: readonly string[],
): { seconds: number; warnAfter?: number } {
  const ours = audiences.every((audience) => AUDIENCES.includes(audience))
  const extended = pod !== undefined && seconds === WARN_ONLY_SECONDS && ours
  return extended ? { seconds: EXTENDED_SECONDS, warnAfter: seconds } : { seconds }
}

function checkMetadata({ metadata }: Request, name: string, namespace: string): void {
  const errors = new FieldErrors()
  if (metadata.name && metadata.name !== name) {
    errors.invalid('metadata.name', metadata.name, 'must match the service account name if specified')
  } else if (metadata.namespace && metadata.namespace !== namespace) {
    errors.invalid('metadata.namespace', metadata.namespace, 'must match the service account namespace if specified')
  }
  if (errors.length > 0) throw invalid(KIND, name, errors)
}

function validate({ spec }: Request): void {
  const errors = new FieldErrors()
  const seconds = spec.expirationSeconds ?? 0
  const path = 'spec.expirationSeconds'
  if (seconds < MIN_SECONDS) errors.invalid(path, seconds, 'may not specify a duration less than 10 minutes')
  if (seconds > MAX_SECONDS) errors.invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds')
  if (errors.length > 0) throw invalid(KIND, '', errors)
}

/** The object the token dies with. */
function boundObject(context: RequestContext, { spec }: Request): Bound {
  const reference = spec.boundObjectRef
  if (!reference) return {}
  const { apiVersion = '', kind = '', name = '', uid = '' } = reference
  const [first = '', second] = apiVersion.split('/')
  const group = second === undefined ? '' : first
  const known = group === '' && (kind === 'Pod' || kind === 'Node' || kind === 'Secret')
  if (!known) {
    throw badRequest(`cannot bind token to object of type ${group}/${second ?? first}, Kind=${kind}`)
  }
  const resource = `${kind.toLowerCase()}s`
  const object = context.parts.store.get(resource, kind === 'Node' ? '' : context.namespace, name)
  if (object === undefined) throw notFound({ group: '', name: resource }, name)
  const bound = kind === 'Pod' ? boundPod(context, object as KubeObject & Pod) : { [kind.toLowerCase()]: object }
  if (uid !== '' && uid !== object.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`
    throw conflict({ group: '', name: kind }, name, why)
  }
  return bound
}

function boundPod(context: RequestContext, pod: KubeObject & Pod): Bound {
  if (pod.spec.serviceAccountName !== context.name) {
    const account = quote(context.name)
    throw badRequest(
      `cannot bind token for serviceaccount ${account} to pod running with different serviceaccount name.`,
    )
  }
  const { nodeName } = pod.spec
  if (!nodeName) return { pod }
  return { pod, node: context.parts.store.get('nodes', '', nodeName) ?? { metadata: { name: nodeName } } }
}
