// The cluster's refusals as values: a Status and how each reason is worded. Nothing else in the simulator writes these sentences.
// Upstream: apimachinery/pkg/api/errors/errors.go.
import { quote } from '../../../model/quote.ts'
import type { FieldError, FieldErrors } from './field-errors.ts'

/** One entry of `details.causes`. */
export interface StatusCause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

/** `details` of a Status. */
export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** A Status object as the API writes it. */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Readonly<Record<string, unknown>>
  readonly status: 'Success' | 'Failure'
  readonly message?: string
  readonly reason?: string
  readonly details?: StatusDetails
  readonly code?: number
}

/** A group and resource (or kind) as messages name it: `pods`, `deployments.apps`. */
export interface Qualified {
  readonly group: string
  readonly name: string
}

/** `deployments.apps`, or `pods` in the core group. */
export const qualifiedName = (q: Qualified): string => (q.group ? `${q.name}.${q.group}` : q.name)

/** Thrown inside the API server to end a request with a refusal; `handle` turns it into the answer. */
export class StatusError {
  readonly status: Status
  /** What went wrong before anything was judged; the wire tells it without a Status. */
  fault: string | undefined
  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason ? { reason } : {}),
      ...(details ? { details } : {}),
      code,
    }
  }
  get code(): number {
    return this.status.code ?? 500
  }
  get reason(): string {
    return this.status.reason ?? ''
  }
  get message(): string {
    return this.status.message ?? ''
  }
}

const about = (q: Qualified, name: string, rest?: Partial<StatusDetails>): StatusDetails => ({
  ...(name ? { name } : {}),
  ...(q.group ? { group: q.group } : {}),
  ...(q.name ? { kind: q.name } : {}),
  ...rest,
})

export const notFound = (resource: Qualified, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${qualifiedName(resource)} ${quote(name)} not found`, about(resource, name))

export const alreadyExists = (resource: Qualified, name: string): StatusError =>
  new StatusError(
    409,
    'AlreadyExists',
    `${qualifiedName(resource)} ${quote(name)} already exists`,
    about(resource, name),
  )

export const generateNameConflict = (resource: Qualified, name: string): StatusError =>
  new StatusError(
    409,
    'AlreadyExists',
    `${qualifiedName(resource)} ${quote(name)} already exists, the server was not able to generate a unique name for the object`,
    about(resource, name, { retryAfterSeconds: 1 }),
  )

export const unauthorized = (message = 'Unauthorized'): StatusError => new StatusError(401, 'Unauthorized', message)

/** `why` is what follows "is forbidden: ". */
export const forbidden = (
  resource: Qualified,
  name: string,
  why: string,
  extra?: Partial<StatusDetails>,
): StatusError => {
  const what = qualifiedName(resource)
  const message =
    what === ''
      ? `forbidden: ${why}`
      : name === ''
        ? `${what} is forbidden: ${why}`
        : `${what} ${quote(name)} is forbidden: ${why}`
  return new StatusError(403, 'Forbidden', message, about(resource, name, extra))
}

export const conflict = (resource: Qualified, name: string, why: string): StatusError =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(resource)} ${quote(name)}: ${why}`,
    about(resource, name),
  )

export const applyConflict = (causes: readonly StatusCause[], message: string): StatusError =>
  new StatusError(409, 'Conflict', message, { causes })

export const gone = (message: string): StatusError => new StatusError(410, 'Gone', message)

export const expired = (message: string): StatusError => new StatusError(410, 'Expired', message)

/** `list` joined as utilerrors.Aggregate prints it: repeated texts once, several in brackets. */
export function aggregate(list: readonly FieldError[]): string {
  const texts = [...new Set(list.map((e) => `${e.field}: ${e.body}`))]
  return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
}

/** `kind` is the qualified kind (`Deployment.apps`), not the resource. */
export function invalid(kind: Qualified, name: string, errors: FieldErrors | readonly FieldError[]): StatusError {
  const list = 'list' in errors ? errors.list : errors
  const head = `${qualifiedName(kind)} ${quote(name)} is invalid`
  const causes = list.map((e) => ({ reason: e.type, message: e.body, ...(e.field ? { field: e.field } : {}) }))
  return new StatusError(
    422,
    'Invalid',
    list.length ? `${head}: ${aggregate(list)}` : head,
    about(kind, name, causes.length ? { causes } : undefined),
  )
}

/** What a client makes of an answer that is no Status: `method` as sent. Upstream: NewGenericServerResponse. */
export function genericResponse(code: number, method: string, resource: Qualified, name: string): StatusError {
  const [reason, text] = generic[code] ?? [
    code >= 500 ? 'InternalError' : '',
    code >= 500
      ? 'an error on the server ("unknown") has prevented the request from succeeding'
      : `the server responded with the status code ${code} but did not return more information`,
  ]
  const where = `${method.toLowerCase()} ${qualifiedName(resource)}${name ? ` ${name}` : ''}`
  const causes = [{ reason: 'UnexpectedServerResponse', message: 'unknown' }]
  return new StatusError(code, reason, `${text} (${where})`, about(resource, name, { causes }))
}

const generic: Readonly<Record<number, readonly [string, string]>> = {
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
}

export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message)

export const tooManyRequests = (
  message: string,
  retryAfterSeconds: number,
  causes?: readonly StatusCause[],
): StatusError =>
  new StatusError(429, 'TooManyRequests', message, {
    ...(causes ? { causes } : {}),
    ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
  })

/** A request whose time was up before all had answered that it needed. */
export const requestTimedOut = (): StatusError =>
  new StatusError(
    504,
    'Timeout',
    'Timeout: request did not complete within requested timeout - context deadline exceeded',
    {},
  )

export const serviceUnavailable = (message: string): StatusError => new StatusError(503, 'ServiceUnavailable', message)

export const methodNotSupported = (resource: Qualified, action: string): StatusError =>
  new StatusError(
    405,
    'MethodNotAllowed',
    `${action} is not supported on resources of kind ${quote(qualifiedName(resource))}`,
    about(resource, ''),
  )

export const serverTimeout = (resource: Qualified, operation: string, retryAfterSeconds: number): StatusError =>
  new StatusError(
    500,
    'ServerTimeout',
    `The ${operation} operation against ${qualifiedName(resource)} could not be completed at this time, please try again.`,
    about(resource, operation, { ...(retryAfterSeconds ? { retryAfterSeconds } : {}) }),
  )

export const internalError = (message: string): StatusError =>
  new StatusError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] })

export const requestEntityTooLarge = (message: string): StatusError =>
  new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`)

export const unsupportedMediaType = (accepted: readonly string[]): StatusError =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )

export const notAcceptable = (accepted: readonly string[]): StatusError =>
  new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`)

/** What the server says when no route matches: the path leads nowhere. */
export const noSuchPath = (): StatusError =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})

/** A successful deletion or other answer that is only a Status. */
export const success = (details: StatusDetails): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details,
})
