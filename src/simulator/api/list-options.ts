// What a list or a watch asks for besides its selectors, judged as metainternalversion does.
// Upstream: apimachinery/pkg/apis/meta/internalversion/validation/validation.go, apiserver/pkg/storage/continue.go.
import { labelSelectorMatcher } from '../../model/labels.ts'
import { quote } from '../../model/quote.ts'
import type { RequestContext } from './context.ts'
import { fieldRequirements } from './field-selector.ts'
import { queryFlag, queryNumber } from './query.ts'
import { FieldErrors } from './status/field-errors.ts'
import { badRequest, invalid, StatusError } from './status/status-error.ts'

/** Parsed ListOptions. */
export interface ListOptions {
  /** 0: no limit. */
  readonly limit: number
  /** As the client wrote it; '' when it named none. */
  readonly resourceVersion: string
  readonly match: string
  readonly continue: string
  readonly sendInitialEvents: boolean
  readonly bookmarks: boolean
}

/** Where a page begins: the revision of the first page and the key after which to go on. */
export interface ContinueToken {
  readonly revision: number
  readonly after: string
}

/** A key in a token is followed by this: the page goes on after it. */
const END = String.fromCharCode(0)
/** Parts no clean path has. */
const UNCLEAN: ReadonlySet<string> = new Set(['', '.', '..'])
const VERSION = /^\d+$/
const MAX_VERSION = 2n ** 64n - 1n
const MATCHES = ['Exact', 'NotOlderThan', '']

/** Reads the options of a list, or of a watch; refuses what does not go together. */
export function readListOptions(context: RequestContext, watch: boolean): ListOptions {
  const query = context.request.query ?? {}
  queryNumber(query['timeoutSeconds'] ?? '0')
  const limit = Math.max(0, queryNumber(query['limit'] ?? '0'))
  readSelectors(query)
  const resourceVersion = query['resourceVersion'] ?? ''
  const asked = query['resourceVersionMatch'] ?? ''
  const said = queryFlag(query['sendInitialEvents'])
  // A watch that names no version, or any, begins with what is there (SetListOptionsDefaults).
  const fromNow = watch && said === undefined && asked === '' && (resourceVersion === '' || resourceVersion === '0')
  const initial = fromNow ? true : said
  const options: ListOptions = {
    limit,
    resourceVersion,
    match: fromNow ? 'NotOlderThan' : asked,
    continue: query['continue'] ?? '',
    sendInitialEvents: initial === true,
    bookmarks: queryFlag(query['allowWatchBookmarks']) === true,
  }
  const errors = new FieldErrors()
  if (watch) validateWatch(options, initial !== undefined, errors)
  else validateList(options, initial !== undefined, errors)
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', name: 'ListOptions' }, '', errors)
  // A later page is of the version its token names.
  if (!watch && options.continue !== '') return options
  const unreadable = versionProblem(options.resourceVersion)
  if (unreadable !== undefined)
    throw watch ? new StatusError(500, '', unreadable) : badRequest(`invalid resource version: ${unreadable}`)
  if (!watch) refuseFuture(context, options)
  return options
}

/** Selectors are read before anything is judged. */
function readSelectors({ labelSelector, fieldSelector }: Readonly<Record<string, string>>): void {
  const labels = labelSelector ? labelSelectorMatcher(labelSelector) : undefined
  if (typeof labels === 'string') throw badRequest(labels)
  if (fieldSelector) fieldRequirements(fieldSelector)
}

/** The token of a list's later page. */
export function readContinue(options: ListOptions): ContinueToken | undefined {
  if (options.continue === '') return undefined
  const token = decodeContinue(options.continue)
  if (options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue')
  return token
}

/** Why a resourceVersion is none; '' is one. */
function versionProblem(text: string): string | undefined {
  if (text === '') return undefined
  const why = !VERSION.test(text) ? 'invalid syntax' : BigInt(text) > MAX_VERSION ? 'value out of range' : undefined
  if (why === undefined) return undefined
  return `resourceVersion: Invalid value: ${quote(text)}: strconv.ParseUint: parsing ${quote(text)}: ${why}`
}

/** The version an object is to have been read at, at least. */
export function checkMinimumVersion(context: RequestContext): void {
  const resourceVersion = context.request.query?.['resourceVersion'] ?? ''
  const problem = versionProblem(resourceVersion)
  if (problem !== undefined) throw new StatusError(500, '', problem)
  refuseFuture(context, { resourceVersion })
}

/** A revision that has not been reached yet: upstream waits for it and then gives up. */
function refuseFuture({ parts }: RequestContext, { resourceVersion }: Pick<ListOptions, 'resourceVersion'>): void {
  if (resourceVersion === '' || Number(resourceVersion) <= parts.store.revision) return
  const message = `Too large resource version: ${resourceVersion}, current: ${parts.store.revision}`
  throw new StatusError(504, 'Timeout', `Timeout: ${message}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  })
}

function validateList(
  { match, resourceVersion, continue: token }: ListOptions,
  initial: boolean,
  errors: FieldErrors,
): void {
  const at = 'resourceVersionMatch'
  if (match !== '') {
    if (resourceVersion === '')
      errors.forbidden(at, 'resourceVersionMatch is forbidden unless resourceVersion is provided')
    if (token !== '') errors.forbidden(at, 'resourceVersionMatch is forbidden when continue is provided')
    if (!MATCHES.includes(match)) errors.notSupported(at, match, MATCHES)
    if (match === 'Exact' && resourceVersion === '0') {
      errors.forbidden(at, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"')
    }
  }
  if (initial) errors.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list')
}

function validateWatch({ match, continue: token }: ListOptions, initial: boolean, errors: FieldErrors): void {
  const at = 'resourceVersionMatch'
  if (initial && match !== 'NotOlderThan') {
    errors.forbidden(at, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')
  }
  if (match === '') return
  if (!initial) errors.forbidden(at, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')
  if (match !== 'NotOlderThan') errors.notSupported(at, match, ['NotOlderThan'])
  if (token !== '') errors.forbidden(at, 'resourceVersionMatch is forbidden when continue is provided')
}

/** The token that continues after the object of this key. */
export function encodeContinue(revision: number, key: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `/${key}${END}` })).toString(
    'base64url',
  )
}

/** Reads a token; refuses one that is not ours. */
function decodeContinue(token: string): ContinueToken {
  const refuse = (why: string): StatusError => badRequest(`invalid continue token: continue key is not valid: ${why}`)
  const bad = /[^A-Za-z0-9_-]/.exec(token)
  if (bad !== null) throw refuse(`illegal base64 data at input byte ${bad.index}`)
  // A character on its own has not the bits of a byte.
  if (token.length % 4 === 1) throw refuse(`illegal base64 data at input byte ${token.length - 1}`)
  const text = Buffer.from(token, 'base64url').toString('latin1')
  let parsed: { v?: unknown; rv?: unknown; start?: unknown }
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as typeof parsed
  } catch {
    throw refuse(`invalid character ${goCharacter(text[0] ?? '')} looking for beginning of value`)
  }
  if (parsed.v !== 'meta.k8s.io/v1')
    throw refuse(`server does not recognize this encoded version ${String(parsed.v ?? '')}`)
  if (typeof parsed.rv !== 'number' || parsed.rv === 0)
    throw refuse('incorrect encoded start resourceVersion (version meta.k8s.io/v1)')
  if (typeof parsed.start !== 'string' || parsed.start === '')
    throw refuse('encoded start key empty (version meta.k8s.io/v1)')
  const key = parsed.start.startsWith('/') ? parsed.start : `/${parsed.start}`
  if (
    key !== '/' &&
    key
      .slice(1)
      .split('/')
      .some((part) => UNCLEAN.has(part))
  )
    throw refuse(parsed.start)
  return { revision: parsed.rv, after: key.slice(1).split(END, 1)[0] ?? '' }
}

/** A byte as encoding/json quotes it in errors. */
function goCharacter(c: string): string {
  const code = c.charCodeAt(0)
  return code < 0x20 || (code >= 0x7f && code < 0xa0) ? `'\\u${code.toString(16).padStart(4, '0')}'` : `'${c}'`
}
