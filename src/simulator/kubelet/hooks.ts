// postStart and preStop: a command, a request, a pause. Upstream: pkg/kubelet/lifecycle/handlers.go.
import type { LifecycleHandler, Pod } from '../../generated/api/core.v1.ts'
import { quote } from '../../model/quote.ts'
import { type Co, sleep } from '../containers/coroutine.ts'
import { type NodeContext, podLabel } from './node-context.ts'
import { execIn, httpGet } from './probes/handlers.ts'
import type { ContainerInstance } from './runtime.ts'

const HTTP_TIMEOUT_SECONDS = 30

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
    const outcome = yield* httpGet(get, instance, node.network, podIp, HTTP_TIMEOUT_SECONDS)
    const answered = outcome.result !== 'error' && !outcome.output.startsWith('Get "')
    return answered ? undefined : `HTTP lifecycle hook (${get.path ?? ''}) ${where}: ${outcome.output}`
  }
  if (pause !== undefined) yield sleep(node.clock, pause.seconds * 1000)
  return undefined
}
