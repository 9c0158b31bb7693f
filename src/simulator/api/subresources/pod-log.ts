// GET pods/<name>/log: what a container has written, asked of its node; with `follow` also what it will write.
// Upstream: LogLocation in pkg/registry/core/pod/strategy.go, validateContainerLogStatus in pkg/kubelet/kubelet_pods.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { RequestContext } from '../context.ts'
import { queryNumber } from '../query.ts'
import type { ServerResponse, TextStream } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { badRequest, invalid, methodNotSupported } from '../status/status-error.ts'
import { existing, qualifiedResource } from '../stored.ts'
import { containerOf, isTrue } from './pod-container.ts'
import type { NetworkAnswer } from './proxy.ts'

/** How logs are asked for. */
export interface PodLogOptions {
  readonly previous?: boolean
  readonly tailLines?: number
  readonly sinceSeconds?: number
  /** Epoch milliseconds. */
  readonly sinceTime?: number
  readonly timestamps?: boolean
  readonly limitBytes?: number
  readonly stream?: 'stdout' | 'stderr'
}

/** What the API server asks of the nodes. */
export interface ContainersPort {
  /** The log of a container as its node has it; undefined when the node has none of it. */
  logs(namespace: string, pod: string, container: string, options: PodLogOptions): string | undefined
  /** The same and what will be written until the container ends. */
  followLogs(namespace: string, pod: string, container: string, options: PodLogOptions): TextStream | undefined
  /** Asks what listens at an address. */
  ask(ip: string, port: number, ask: { readonly method: string; readonly path: string }): NetworkAnswer
}

/** Answers with text. */
export function podLog(context: RequestContext): ServerResponse {
  const { request, warnings } = context
  if (request.method !== 'GET') throw methodNotSupported(qualifiedResource(context), request.method.toLowerCase())
  const query = request.query ?? {}
  const options = readOptions(query, context.name, context.parts.gates.enabled('PodLogsQuerySplitStreams'))
  const pod = existing(context) as unknown as Pod
  const container = containerOf(pod, query['container'] ?? '')
  if (!pod.spec.nodeName) return { code: 204, body: {}, text: '', warnings }
  const refusal = refusalOf(pod, container, options.previous === true)
  if (refusal !== undefined) throw badRequest(refusal)
  const { containers } = context.parts
  const text = containers?.logs(context.namespace, context.name, container, options)
  if (text === undefined) throw badRequest(`unable to retrieve container logs for ${idOf(pod, container)}`)
  const follow = isTrue(query['follow'])
  const stream = follow ? containers?.followLogs(context.namespace, context.name, container, options) : undefined
  return { code: 200, body: {}, text, ...(stream === undefined ? {} : { stream }), warnings }
}

function readOptions(query: Readonly<Record<string, string>>, pod: string, splits: boolean): PodLogOptions {
  const errors = new FieldErrors()
  const number = (name: string): number | undefined => {
    const text = query[name]
    return text === undefined ? undefined : queryNumber(text)
  }
  const [tailLines, limitBytes, sinceSeconds] = [number('tailLines'), number('limitBytes'), number('sinceSeconds')]
  const sinceTime = query['sinceTime'] === undefined ? undefined : Date.parse(query['sinceTime'])
  if (tailLines !== undefined && tailLines < 0)
    errors.invalid('tailLines', tailLines, 'must be greater than or equal to 0')
  if (limitBytes !== undefined && limitBytes < 1) errors.invalid('limitBytes', limitBytes, 'must be greater than 0')
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    errors.forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified')
  else if (sinceSeconds !== undefined && sinceSeconds < 1)
    errors.invalid('sinceSeconds', sinceSeconds, 'must be greater than 0')
  const stream = query['stream'] ?? 'All'
  if (!splits && query['stream'] !== undefined) errors.forbidden('stream', 'may not be specified')
  if (splits && !STREAMS.includes(stream)) errors.notSupported('stream', stream, STREAMS)
  if (splits && stream !== 'All' && tailLines !== undefined)
    errors.forbidden('', '`tailLines` and specific `stream` are mutually exclusive for now')
  if (errors.length > 0) throw invalid({ group: '', name: 'PodLogOptions' }, pod, errors)
  return {
    previous: isTrue(query['previous']),
    timestamps: isTrue(query['timestamps']),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(sinceTime === undefined ? {} : { sinceTime }),
    ...(stream === 'Stdout' ? { stream: 'stdout' } : stream === 'Stderr' ? { stream: 'stderr' } : {}),
  }
}

const STREAMS = ['All', 'Stderr', 'Stdout']

const statusOf = ({ status }: Pod, container: string) =>
  [status.containerStatuses, status.initContainerStatuses, status.ephemeralContainerStatuses]
    .flatMap((list) => list ?? [])
    .find(({ name }) => name === container)

/** Why the node has no log to give. */
function refusalOf(pod: Pod, container: string, previous: boolean): string | undefined {
  const who = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)}`
  const status = statusOf(pod, container)
  if (status === undefined) return `${who} is not available`
  const { state, lastState } = status
  if (previous) return lastState.terminated?.containerID ? undefined : `previous terminated ${who} not found`
  if (state.running !== undefined) return undefined
  const ended = state.terminated?.containerID ? state.terminated : lastState.terminated
  if (ended !== undefined || state.terminated !== undefined)
    return ended?.containerID ? undefined : `${who} is terminated`
  const reason = state.waiting?.reason
  if (reason === undefined) return `${who} is waiting to start - no logs yet`
  return `${who} is waiting to start: ${waitingWords[reason] ?? reason}`
}

const waitingWords: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
}

const idOf = (pod: Pod, container: string): string => {
  const status = statusOf(pod, container)
  return status?.containerID ?? status?.lastState.terminated?.containerID ?? container
}
