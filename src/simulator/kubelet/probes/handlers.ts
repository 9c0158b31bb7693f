// Does what a probe or a hook asks: runs a command, asks over HTTP, connects, asks for gRPC health. Answers in upstream's words.
// Upstream: pkg/kubelet/prober/prober.go, pkg/probe/{exec,http,tcp,grpc}.
import type { HTTPGetAction, Probe } from '../../../generated/api/core.v1.ts'
import { formatDuration } from '../../../model/duration.ts'
import { quote } from '../../../model/quote.ts'
import { type Co, drive, sleep } from '../../containers/coroutine.ts'
import { type ExecResult, startExec } from '../../containers/main-process.ts'
import type { ClusterNetwork } from '../../containers/network.ts'
import { expand } from '../expansion.ts'
import type { ContainerInstance } from '../runtime.ts'
import { type HttpAsking, portOf, request } from './http.ts'

/** What came of it: an error is thrown away, not counted. */
export type Outcome =
  | { readonly result: 'success' | 'failure'; readonly output: string }
  | { readonly result: 'warning'; readonly output: string }
  | { readonly result: 'error'; readonly output: string }

const success = (output = ''): Outcome => ({ result: 'success', output })
const failure = (output: string): Outcome => ({ result: 'failure', output })
const MAX_OUTPUT = 10 * 1024

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
  from: string,
): Co<Outcome> {
  const timeout = probe.timeoutSeconds ?? 1
  if (probe.exec !== undefined) return yield* execProbe(probe.exec.command ?? [], instance, timeout)
  if (probe.httpGet !== undefined) {
    const { spec, world } = instance
    const asking = { spec, clock: world.clock, network, podIp, from, timeoutSeconds: timeout }
    return yield* httpProbe(probe.httpGet, { purpose: 'probe', ...asking })
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

function* httpProbe(action: HTTPGetAction, asking: HttpAsking): Co<Outcome> {
  const answer = yield* request(action, asking)
  if ('portError' in answer) return { result: 'error', output: answer.portError }
  if ('error' in answer) return failure(answer.error)
  const { code, body } = answer
  if (code >= 300 && code < 400)
    return { result: 'warning', output: `Probe terminated redirects, Response body: ${body.slice(0, MAX_OUTPUT)}` }
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
