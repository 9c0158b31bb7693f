// How a session ended, as the Status on its error stream: in the runtime's words, or in those of the kubelet that has translated them
// for a v5 client. Upstream: cri-streaming/pkg/streaming/remotecommand/{exec,attach,status}.go, apiserver/pkg/util/proxy/streamtranslator.go.
import type { PodConnection, SessionEnd } from '../front.ts'

/** The Status as it goes over the wire. */
export interface StreamStatus {
  readonly metadata?: Readonly<Record<string, never>>
  readonly status: 'Success' | 'Failure'
  readonly message?: string
  readonly reason?: string
  readonly details?: { readonly causes: readonly { readonly reason?: string; readonly message: string }[] }
  readonly code?: number
}

const failed = (why: string) => ({
  status: 'Failure' as const,
  message: `Internal error occurred: ${why}`,
  reason: 'InternalError',
  code: 500,
})

const exited = (code: number, why: string): StreamStatus => ({
  status: 'Failure',
  message: `command terminated with non-zero exit code: ${why}`,
  reason: 'NonZeroExitCode',
  details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
})

/** As the runtime says it. */
export function plainStatus(door: PodConnection['door'], end: SessionEnd, command: readonly string[]): StreamStatus {
  if ('error' in end)
    return failed(
      `${door === 'exec' ? 'error executing command in container' : 'error attaching to container'}: ${end.error}`,
    )
  const { exitCode = 0 } = end
  if (exitCode === 0) return { status: 'Success' }
  return exited(exitCode, `error executing command [${command.join(' ')}], exit code ${exitCode}`)
}

/** As a kubelet says it to a v5 client. */
export function translatedStatus(
  door: PodConnection['door'],
  end: SessionEnd,
  command: readonly string[],
): StreamStatus {
  const { message = '', ...plain } = plainStatus(door, end, command)
  if ('error' in end) {
    const { code, ...status } = failed(message)
    return { metadata: {}, ...status, details: { causes: [{ message }] }, code }
  }
  if (plain.status === 'Success') return { metadata: {}, status: 'Success' }
  const { exitCode = 0 } = end
  return { metadata: {}, ...exited(exitCode, `command terminated with exit code ${exitCode}`) }
}
