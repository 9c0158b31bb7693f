// A call of one webhook: the AdmissionReview it is sent, the backend that answers within the scenario, what is wrong with an answer.
// Upstream: apiserver/pkg/admission/plugin/webhook/{request,validating,mutating,errors}, apiserver/pkg/util/webhook.
import { quote } from '../../../../model/quote.ts'
import { badRequest, internalError, StatusError } from '../../../api/status/status-error.ts'
import { post } from '../../../webhooks/client.ts'
import type { Review } from '../../../webhooks/contract.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionResponse } from '../../contract.ts'
import { admissionRequest } from '../policy/request-values.ts'
import type { AnyWebhook } from './hooks.ts'

const DEFAULT_TIMEOUT = 10
const NO_DRY_RUN: ReadonlySet<string> = new Set(['None', 'NoneOnDryRun'])

/** A call that did not come to an answer; the webhook's failure policy decides what that means. */
export class CallFailed {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** Asks a webhook; throws CallFailed when there is no proper answer, a refusal when it cannot be asked at all. */
export function callWebhook(
  hook: AnyWebhook,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  mutating: boolean,
): AdmissionResponse {
  if (attributes.dryRun && !NO_DRY_RUN.has(hook.sideEffects ?? '')) {
    throw badRequest(`admission webhook ${quote(hook.name)} does not support dry run`)
  }
  const uid = context.random.uuid()
  const version = hook.admissionReviewVersions?.find((one) => one === 'v1' || one === 'v1beta1')
  if (version === undefined) {
    const why = 'webhook does not accept known AdmissionReview versions (v1, v1beta1)'
    throw new CallFailed(`could not create admission objects: ${why}`)
  }
  const { object, oldObject } = attributes
  const review = {
    apiVersion: `admission.k8s.io/${version}`,
    kind: 'AdmissionReview',
    request: { ...admissionRequest(attributes), uid, object: object ?? null, oldObject: oldObject ?? null },
  }
  const patience = { seconds: hook.timeoutSeconds ?? DEFAULT_TIMEOUT, limit: 'request' } as const
  const answer = post(hook.clientConfig, review, patience, context)
  if ('error' in answer) throw new CallFailed(`failed to call webhook: ${answer.error}`)
  return verified(answer, review.apiVersion, uid, mutating)
}

/** What a webhook says for the audit log, under its own name. */
export function annotateOwn(
  { name }: AnyWebhook,
  annotations: Readonly<Record<string, string>> | undefined,
  context: AdmissionContext,
): void {
  for (const [key, value] of Object.entries(annotations ?? {})) context.annotate(`${name}/${key}`, value)
}

/** VerifyAdmissionResponse. */
function verified(answer: Review, apiVersion: string, uid: string, mutating: boolean): AdmissionResponse {
  const wrong = (why: string): CallFailed => new CallFailed(`received invalid webhook response: ${why}`)
  const response = answer.response as AdmissionResponse | undefined
  if (response === undefined || response === null) throw wrong('webhook response was absent')
  if (!apiVersion.endsWith('/v1')) return { ...response, patchType: 'JSONPatch' }
  if (response.uid !== uid) throw wrong(`expected response.uid=${quote(uid)}, got ${quote(response.uid)}`)
  if (answer.apiVersion !== apiVersion || answer.kind !== 'AdmissionReview') {
    const got = kindText(answer)
    throw wrong(`expected webhook response of ${apiVersion}, Kind=AdmissionReview, got ${got}`)
  }
  const { patch = '', patchType } = response
  if (!mutating) {
    if (patch !== '') throw wrong('validating webhook may not return response.patch')
    if (patchType !== undefined) throw wrong('validating webhook may not return response.patchType')
  } else if (patch !== '' && patchType === undefined) {
    throw wrong('webhook returned response.patch but not response.patchType')
  } else if (patch === '' && patchType !== undefined) {
    throw wrong('webhook returned response.patchType but not response.patch')
  } else if (patchType === '') {
    throw wrong('webhook returned invalid response.patchType of ""')
  }
  return response
}

/** GroupVersionKind.String. */
function kindText({ apiVersion = '', kind = '' }: Partial<Review>): string {
  return `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`
}

/** The refusal for a webhook that could not be called and must be. */
export const callError = (hook: AnyWebhook, { message }: CallFailed): StatusError =>
  internalError(`failed calling webhook ${quote(hook.name)}: ${message}`)

/** ToStatusErr: what a webhook that does not allow a request makes of it. */
export function denial(hook: AnyWebhook, status: Readonly<Record<string, unknown>> = {}): StatusError {
  const by = `admission webhook ${quote(hook.name)} denied the request`
  const { code, message, reason, details } = status
  const said = typeof message === 'string' && message !== '' ? message : typeof reason === 'string' ? reason : ''
  const number = typeof code === 'number' && code >= 400 ? code : 400
  const text = said === '' ? `${by} without explanation` : `${by}: ${said}`
  return new StatusError(
    number,
    typeof reason === 'string' ? reason : '',
    text,
    details as StatusError['status']['details'],
  )
}
