// What probes and lifecycle hooks do: exec, HTTP, TCP, gRPC, sleep.
// Upstream: pkg/apis/core/validation/validation.go (validateHandler and its actions).
import type { LifecycleHandler, Probe } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { isHTTPHeaderName } from '../../validation/names.ts'
import type { PodValidationOptions } from '../options.ts'
import { validatePortNumOrName } from './ports.ts'

/** What a handler is judged against: the pod's grace period and the options. */
export interface HandlerContext {
  readonly gracePeriod: number | undefined
  readonly options: PodValidationOptions
}

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>
type Action = keyof Handler

const SCHEMES = ['HTTP', 'HTTPS']
const ACTIONS: readonly Action[] = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep']

/** A handler: exactly one action, and that one in order. */
export function validateHandler(handler: Handler, path: Path, errors: FieldErrors, context: HandlerContext): void {
  let found = false
  for (const action of ACTIONS) {
    if (handler[action] === undefined) continue
    if (found) errors.forbidden(path.child(action), 'may not specify more than 1 handler type')
    else validateAction(handler, action, path.child(action), errors, context)
    found = true
  }
  if (!found) errors.required(path, 'must specify a handler type')
}

function validateAction(
  { exec, httpGet, tcpSocket, grpc, sleep }: Handler,
  action: Action,
  path: Path,
  errors: FieldErrors,
  context: HandlerContext,
): void {
  if (action === 'exec' && !exec?.command?.length) errors.required(path.child('command'))
  else if (action === 'httpGet' && httpGet) {
    if (!httpGet.path) errors.required(path.child('path'))
    validatePortNumOrName(httpGet.port, path.child('port'), errors)
    const { scheme = '' } = httpGet
    if (!SCHEMES.includes(scheme)) errors.notSupported(path.child('scheme'), scheme, SCHEMES)
    for (const { name } of httpGet.httpHeaders ?? []) {
      errors.invalidAll(path.child('httpHeaders'), name, isHTTPHeaderName(name))
    }
  } else if (action === 'tcpSocket' && tcpSocket) validatePortNumOrName(tcpSocket.port, path.child('port'), errors)
  else if (action === 'grpc' && grpc) validatePortNumOrName(grpc.port, path.child('port'), errors)
  else if (action === 'sleep' && sleep) validateSleep(sleep.seconds, path, errors, context)
}

function validateSleep(
  seconds: number,
  path: Path,
  errors: FieldErrors,
  { gracePeriod, options }: HandlerContext,
): void {
  if (gracePeriod === undefined) return
  const zero = options.allowPodLifecycleSleepActionZeroValue
  if ((zero ? seconds >= 0 : seconds > 0) && seconds <= gracePeriod) return
  const detail = zero
    ? `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`
    : `must be greater than 0 and less than terminationGracePeriodSeconds (${gracePeriod}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`
  errors.invalid(path, seconds, detail)
}
