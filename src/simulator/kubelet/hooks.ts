// postStart and preStop: a command, a request, a pause. Upstream: pkg/kubelet/lifecycle/handlers.go.
import type { HTTPGetAction, LifecycleHandler, Pod } from '../../generated/api/core.v1.ts'
import { quote } from '../../model/quote.ts'
import { type Co, sleep } from '../containers/coroutine.ts'
import { type NodeContext, podLabel } from './node-context.ts'
import { execIn } from './probes/handlers.ts'
import { type HttpAsking, request } from './probes/http.ts'
import type { ContainerInstance } from './runtime.ts'

/** Runs a hook to its end: its failure's message, undefined when it went well. */
export function* runHook(
  { exec, httpGet: get, sleep: pause }: LifecycleHandler,
  pod: Pod,
  instance: ContainerInstance,
  node: NodeContext,
  podIp: string,
): Co<string | undefined> {
  const where = `for Container ${quote(instance.name)} in Pod ${quote(podLabel(pod))} failed - error`
  if (exec !== undefined) {
    const command = exec.command ?? []
    const result = yield* execIn(instance, command, 0)
    if (result === undefined || (result.exitCode === 0 && result.startError === undefined)) return undefined
    const error =
      result.startError === undefined
        ? `command '${command.join(' ')}' exited with ${result.exitCode}: ${result.stderr}`
        : `rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${instance.id.slice(13)}": ${result.startError}`
    const output = result.stdout + result.stderr
    return `Exec lifecycle hook ([${command.join(' ')}]) ${where}: ${error}, message: ${quote(output)}`
  }
  if (get !== undefined) {
    const error = yield* requestOfHook(get, pod, instance, node, podIp)
    return error === undefined ? undefined : `HTTP lifecycle hook (${get.path ?? ''}) ${where}: ${error}`
  }
  if (pause !== undefined) yield sleep(node.clock, pause.seconds * 1000)
  return undefined
}

/** Any answer will do; a server that speaks no TLS is asked again without. */
function* requestOfHook(
  action: HTTPGetAction,
  pod: Pod,
  { spec }: ContainerInstance,
  { clock, network, recorder, ips }: NodeContext,
  podIp: string,
): Co<string | undefined> {
  const asking: HttpAsking = { purpose: 'lifecycle', spec, clock, network, podIp, from: ips.bridge }
  const answer = yield* request(action, asking)
  if ('portError' in answer) return answer.portError
  if (!('error' in answer)) return undefined
  if (answer.plain === undefined) return answer.error
  const httpHeaders = (action.httpHeaders ?? []).filter(({ name }) => name.toLowerCase() !== 'authorization')
  if ('error' in (yield* request({ ...action, scheme: 'HTTP', httpHeaders }, asking))) return answer.error
  const message = `request to HTTPS lifecycle hook ${answer.plain} got HTTP response, retry with HTTP succeeded`
  recorder.event(pod, 'Warning', 'LifecycleHTTPFallback', message)
  return undefined
}
