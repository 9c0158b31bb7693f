// Does what a probe or a hook asks: runs a command, asks over HTTP, connects, asks for gRPC health. Answers in upstream's words.
// Upstream: pkg/kubelet/prober/prober.go, pkg/probe/{exec,http,tcp,grpc}.
import type { Container, HTTPGetAction, Probe } from '../../../generated/api/core.v1.ts'
import { formatDuration } from '../../../model/duration.ts'
import { quote } from '../../../model/quote.ts'
import { type Co, drive, sleep } from '../../containers/coroutine.ts'
import { type ExecResult, startExec } from '../../containers/main-process.ts'
import type { ClusterNetwork } from '../../containers/network.ts'
import { parseGoInt } from '../cm/go-values.ts'
import { expand } from '../expansion.ts'
import type { ContainerInstance } from '../runtime.ts'

/** What came of it: an error is thrown away, not counted. */
export type Outcome =
  | { readonly result: 'success' | 'failure'; readonly output: string }
  | { readonly result: 'warning'; readonly output: string }
  | { readonly result: 'error'; readonly output: string }

const success = (output = ''): Outcome => ({ result: 'success', output })
const failure = (output: string): Outcome => ({ result: 'failure', output })
const MAX_OUTPUT = 10 * 1024
const MAX_PORT = 65535
/** When Linux gives up asking for a connection: tcp_syn_retries of 6. */
const CONNECT_TIMEOUT = 127_000

/** Runs a command in a container; undefined when it took too long. */
export function* execIn(
  instance: ContainerInstance,
  command: readonly string[],
  timeoutSeconds: number,
): Co<ExecResult | undefined> {
  let result: ExecResult | undefined
  const { world } = instance
  yield (resume) => {
    let timer: (() => void) | undefined
    let stop = (): void => {}
    const start = (): void => {
      stop = startExec(world, command, (ended) => {
        result = ended
        timer?.()
        resume()
      })
    }
    const takes = world.pace.takes(0)
    if (takes === 0) start()
    else stop = world.clock.after(takes, start).cancel
    if (result === undefined && timeoutSeconds > 0)
      timer = sleep(
        world.clock,
        timeoutSeconds * 1000,
      )(() => {
        stop()
        resume()
      })
    return () => {
      stop()
      timer?.()
    }
  }
  return result
}

/** Does what a probe says. */
export function* runProbe(
  probe: Probe,
  instance: ContainerInstance,
  network: ClusterNetwork,
  podIp: string,
): Co<Outcome> {
  const timeout = probe.timeoutSeconds ?? 1
  if (probe.exec !== undefined) return yield* execProbe(probe.exec.command ?? [], instance, timeout)
  if (probe.httpGet !== undefined) {
    const { spec, world } = instance
    return yield* httpProbe(probe.httpGet, { spec, clock: world.clock, network, podIp, timeoutSeconds: timeout })
  }
  if (probe.tcpSocket !== undefined) {
    const port = portOf(probe.tcpSocket.port, instance.spec)
    if (typeof port !== 'number') return { result: 'error', output: port.error }
    const host = probe.tcpSocket.host || podIp
    const found = network.connect(host, port)
    if (found === 'unreachable') {
      yield sleep(instance.world.clock, timeout * 1000)
      return failure(`dial tcp ${host}:${port}: i/o timeout`)
    }
    return found === 'refused' ? failure(`dial tcp ${host}:${port}: connect: connection refused`) : success()
  }
  if (probe.grpc !== undefined) return yield* grpcProbe(probe.grpc, instance, network, podIp, timeout)
  throw new Error('a probe without a handler was stored')
}

function* execProbe(command: readonly string[], instance: ContainerInstance, timeout: number): Co<Outcome> {
  const known = new Map((instance.spec.env ?? []).map(({ name, value }) => [name, value ?? '']))
  const argv = command.map((word) => expand(word, (name) => known.get(name)))
  const result = yield* execIn(instance, argv, timeout)
  if (result === undefined) {
    return failure(`command timed out: ${quote(argv.join(' '))} timed out after ${formatDuration(timeout * 1000)}`)
  }
  if (result.startError !== undefined)
    return {
      result: 'error',
      output: `rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${instance.id.slice(13)}": ${result.startError}`,
    }
  const output = (result.stdout + result.stderr).slice(0, MAX_OUTPUT)
  return result.exitCode === 0 ? success(output) : failure(output)
}

/** A port by number or by the name a container gives it. Upstream: ResolveContainerPort in pkg/probe/util.go. */
function portOf(port: number | string, container: Container): number | { readonly error: string } {
  const number =
    typeof port === 'number'
      ? port
      : (container.ports?.find(({ name }) => name === port)?.containerPort ?? parseGoInt(port))
  if (typeof number !== 'number' || (number > 0 && number <= MAX_PORT)) return number
  return { error: `invalid port number: ${number}` }
}

/** Who asks over HTTP, and for how long an answer is waited for; a hook waits as long as it takes. */
export interface HttpAsking {
  readonly spec: Container
  readonly clock: ContainerInstance['world']['clock']
  readonly network: ClusterNetwork
  readonly podIp: string
  readonly timeoutSeconds?: number
}

/** What came of a request: an answer, or why none came; `plain` says that a server without TLS was asked for TLS. */
export type HttpAnswer =
  | { readonly code: number; readonly body: string }
  | { readonly error: string; readonly plain?: string }

/** Asks over HTTP; a port that is not to be found is no request at all, and fails at once. */
export function* request(action: HTTPGetAction, asking: HttpAsking): Co<HttpAnswer | { readonly portError: string }> {
  const { spec, clock, network, podIp, timeoutSeconds } = asking
  const port = portOf(action.port, spec)
  if (typeof port !== 'number') return { portError: port.error }
  const host = action.host || podIp
  const scheme = (action.scheme || 'HTTP').toLowerCase()
  const path = action.path?.startsWith('/') === true ? action.path : `/${action.path ?? ''}`
  const asked = `Get ${quote(`${scheme}://${host}:${port}${path}`)}`
  const found = network.connect(host, port)
  if (found === 'unreachable' && timeoutSeconds === undefined) {
    yield sleep(clock, CONNECT_TIMEOUT)
    return { error: `${asked}: dial tcp ${host}:${port}: connect: connection timed out` }
  }
  const limit = timeoutSeconds === undefined ? Number.POSITIVE_INFINITY : timeoutSeconds * 1000
  const late = { error: `${asked}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)` }
  if (found === 'unreachable' || (found !== 'refused' && found.http === undefined)) {
    yield limit === Number.POSITIVE_INFINITY ? () => () => {} : sleep(clock, limit)
    return late
  }
  if (found === 'refused') return { error: `${asked}: dial tcp ${host}:${port}: connect: connection refused` }
  if (scheme === 'https')
    return { error: `${asked}: http: server gave HTTP response to HTTPS client`, plain: `${host}:${port}` }
  const { code, body, after = 0 } = found.http!({ method: 'GET', path })
  if (after > 0) yield sleep(clock, Math.min(after, limit))
  return after > limit ? late : { code, body }
}

function* httpProbe(action: HTTPGetAction, asking: HttpAsking): Co<Outcome> {
  const answer = yield* request(action, asking)
  if ('portError' in answer) return { result: 'error', output: answer.portError }
  if ('error' in answer) return failure(answer.error)
  const { code, body } = answer
  if (code >= 300 && code < 400)
    return { result: 'warning', output: `Probe terminated redirects, Response body: ${body}` }
  return code >= 200 && code < 400 ? success(body) : failure(`HTTP probe failed with statuscode: ${code}`)
}

function* grpcProbe(
  { port, service = '' }: NonNullable<Probe['grpc']>,
  { world: { clock, pace } }: ContainerInstance,
  network: ClusterNetwork,
  podIp: string,
  timeout: number,
): Co<Outcome> {
  const found = network.connect(podIp, port)
  if (typeof found === 'string') {
    yield sleep(clock, timeout * 1000)
    const within = formatDuration(timeout * 1000)
    return failure(
      `timeout: failed to connect service ${quote(`${podIp}:${port}`)} within ${within}: context deadline exceeded`,
    )
  }
  if (found.grpcHealth === undefined)
    return failure(
      'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health',
    )
  const takes = pace.takes(0)
  if (takes > 0) yield sleep(clock, Math.min(takes, timeout * 1000))
  if (takes > timeout * 1000)
    return failure(`timeout: health rpc did not complete within ${formatDuration(timeout * 1000)}`)
  const status = found.grpcHealth(service ?? '')
  if (status === undefined)
    return failure('error: health rpc probe failed: rpc error: code = NotFound desc = unknown service')
  return status === 'SERVING' ? success('service healthy') : failure(`service unhealthy (responded with "${status}")`)
}

/** Runs a coroutine apart from the one that starts it. */
export const apart = (work: Co<void>): (() => void) => drive(work, () => {})
