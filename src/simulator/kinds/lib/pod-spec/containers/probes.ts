// Liveness, readiness and startup probes, and lifecycle hooks.
// Upstream: pkg/apis/core/validation/validation.go (validateProbe and friends, validateLifecycle, validateStopSignal).
import type { Lifecycle, PodOS, Probe } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateNonnegativeField } from '../../validation/metadata.ts'
import type { AnyContainer } from '../visit.ts'
import { type HandlerContext, validateHandler } from './handlers.ts'

const TIMES = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const

function validateProbe(probe: Probe, path: Path, errors: FieldErrors, context: HandlerContext): void {
  validateHandler(probe, path, errors, context)
  for (const field of TIMES) {
    const value = probe[field]
    if (value !== undefined && value < 0) validateNonnegativeField(value, path.child(field), errors)
  }
  const grace = probe.terminationGracePeriodSeconds
  if (grace !== undefined && grace <= 0) {
    errors.invalid(path.child('terminationGracePeriodSeconds'), grace, 'must be greater than 0')
  }
}

/** The hooks and the three probes of a container that keeps running. */
export function validateLifecycleAndProbes(
  container: AnyContainer,
  os: PodOS | undefined,
  path: Path,
  errors: FieldErrors,
  context: HandlerContext,
): void {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container
  if (lifecycle) validateLifecycle(lifecycle, os, path.child('lifecycle'), errors, context)
  if (livenessProbe) validateOnceSuccessful(livenessProbe, path.child('livenessProbe'), errors, context)
  if (readinessProbe) {
    const place = path.child('readinessProbe')
    validateProbe(readinessProbe, place, errors, context)
    const grace = readinessProbe.terminationGracePeriodSeconds
    if (grace !== undefined) {
      errors.invalid(place.child('terminationGracePeriodSeconds'), grace, 'must not be set for readinessProbes')
    }
  }
  if (startupProbe) validateOnceSuccessful(startupProbe, path.child('startupProbe'), errors, context)
}

function validateOnceSuccessful(probe: Probe, path: Path, errors: FieldErrors, context: HandlerContext): void {
  validateProbe(probe, path, errors, context)
  const { successThreshold = 0 } = probe
  if (successThreshold !== 1) errors.invalid(path.child('successThreshold'), successThreshold, 'must be 1')
}

function validateLifecycle(
  { postStart, preStop, stopSignal }: Lifecycle,
  os: PodOS | undefined,
  path: Path,
  errors: FieldErrors,
  context: HandlerContext,
): void {
  if (postStart) validateHandler(postStart, path.child('postStart'), errors, context)
  if (preStop) validateHandler(preStop, path.child('preStop'), errors, context)
  if (stopSignal !== undefined) validateStopSignal(stopSignal, os, path.child('stopSignal'), errors)
}

const WINDOWS_SIGNALS = ['SIGKILL', 'SIGTERM']
const LINUX_SIGNALS = [
  ...'SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE'.split(
    ' ',
  ),
  ...'SIGPOLL SIGPROF SIGPWR SIGQUIT SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU'.split(
    ' ',
  ),
  ...'SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIGRTMIN SIGRTMAX'.split(' '),
  ...Array.from({ length: 15 }, (_, i) => `SIGRTMIN+${i + 1}`),
  ...Array.from({ length: 14 }, (_, i) => `SIGRTMAX-${i + 1}`),
].sort()

function validateStopSignal(signal: string, os: PodOS | undefined, path: Path, errors: FieldErrors): void {
  if (os === undefined) {
    errors.forbidden(path, 'may not be set for containers with empty `spec.os.name`')
    return
  }
  const known = os.name === 'windows' ? WINDOWS_SIGNALS : os.name === 'linux' ? LINUX_SIGNALS : undefined
  if (known !== undefined && !known.includes(signal)) errors.notSupported(path, signal, known)
}
