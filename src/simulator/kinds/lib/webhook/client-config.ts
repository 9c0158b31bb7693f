// How a webhook is reached: by URL or by service. Upstream: apiserver/pkg/util/webhook/validation.go.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { parseGoUrl } from '../go-url.ts'
import { isDNS1123Subdomain, isValidPortNum } from '../validation/names.ts'

const FORM = '; desired format: https://host[/path]'

/** ValidateWebhookURL; `https` is demanded. */
export function validateWebhookURL(text: string, path: Path, errors: FieldErrors): void {
  const url = parseGoUrl(text)
  if ('error' in url) {
    errors.required(path, `url must be a valid URL: ${url.error}${FORM}`)
    return
  }
  if (url.scheme !== 'https') errors.invalid(path, url.scheme, `'https' is the only allowed URL scheme${FORM}`)
  if (url.host === '') errors.invalid(path, url.host, `host must be specified${FORM}`)
  if (url.user !== undefined) errors.invalid(path, url.user, 'user information is not permitted in the URL')
  if (url.fragment !== '') errors.invalid(path, url.fragment, 'fragments are not permitted in the URL')
  if (url.query !== '') errors.invalid(path, url.query, 'query parameters are not permitted in the URL')
}

/** What a service reference says; upstream's callers for admission webhooks mix up name and namespace, so the caller orders them. */
export interface WebhookService {
  readonly namespace: string
  readonly name: string
  readonly path?: string | undefined
  readonly port?: number | undefined
}

/** ValidateWebhookService. */
export function validateWebhookService(service: WebhookService, path: Path, errors: FieldErrors): void {
  if (service.name === '') errors.required(path.child('name'))
  if (service.namespace === '') errors.required(path.child('namespace'))
  const port = service.port ?? 0
  const problems = isValidPortNum(port)
  if (problems.length > 0) errors.invalid(path.child('port'), port, `port is not valid: ${problems.join(', ')}`)
  if (service.path) validateUrlPath(service.path, path.child('path'), errors)
}

function validateUrlPath(text: string, path: Path, errors: FieldErrors): void {
  if (text === '/') return
  if (text === '//') {
    errors.invalid(path, text, 'segment[0] may not be empty')
    return
  }
  if (!text.startsWith('/')) errors.invalid(path, text, "must start with a '/'")
  const inner = text.slice(1)
  const steps = (inner.endsWith('/') ? inner.slice(0, -1) : inner).split('/')
  for (const [i, step] of steps.entries()) {
    if (step === '') errors.invalid(path, text, `segment[${i}] may not be empty`)
    else for (const problem of isDNS1123Subdomain(step)) errors.invalid(path, text, `segment[${i}]: ${problem}`)
  }
}
