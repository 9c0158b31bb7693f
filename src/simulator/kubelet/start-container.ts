// Starts one container: back-off after crashes, the image, its configuration, the process, its postStart hook; and the events.
// Upstream: startContainer in pkg/kubelet/kuberuntime/kuberuntime_container.go, doBackOff in kuberuntime_manager.go.
import type { Container, Pod, Secret } from '../../generated/api/core.v1.ts'
import { formatDuration } from '../../model/duration.ts'
import { type Co, sleep } from '../containers/coroutine.ts'
import type { WaitReason } from './container-status.ts'
import { ownEnvironment, serviceEnvironment } from './environment.ts'
import { expand } from './expansion.ts'
import { runHook } from './hooks.ts'
import { Grace, graceOf, killContainer } from './kill.ts'
import { fieldPathOf, type NodeContext, nonRootError, podLabel } from './node-context.ts'
import type { ContainerInstance, PodRuntime } from './runtime.ts'
import { profileError } from './security-profiles.ts'
import type { VolumeFacts } from './volumes/build.ts'
import type { PodVolumes } from './volumes/pod-volumes.ts'

/** Making and starting a container takes a moment: how long is ours, near what was recorded. */
const CREATE_MS = 100

/** Why a container was not started; `retryAt` where that is known. */
export interface StartFailure extends WaitReason {
  readonly retryAt?: number
}

/** What is needed to start containers of one pod. */
export interface Starting {
  readonly node: NodeContext
  readonly runtime: PodRuntime
  readonly pod: Pod
  readonly facts: VolumeFacts
  readonly volumes: PodVolumes
  readonly pullSecrets: readonly Secret[]
  /** The container that had ended when the sync began: back-off counts from there. */
  readonly ended: ReadonlyMap<string, ContainerInstance>
}

/** Starts a container; undefined when it runs. */
export function* startContainer(starting: Starting, container: Container): Co<StartFailure | undefined> {
  const { node, runtime, pod, ended } = starting
  const { clock, time, pace, health, recorder, images, crashes } = node
  const path = fieldPathOf(pod, container.name)
  const last = ended.get(container.name)
  if (last !== undefined) {
    const key = backoffKey(pod, container)
    const until = crashes.until(key, last.finishedAt, time.now())
    if (until !== undefined) {
      recorder.event(
        pod,
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${container.name} in pod ${podLabel(pod)}`,
        path,
      )
      const message = `back-off ${formatDuration(crashes.get(key))} restarting failed container=${container.name} pod=${podLabel(pod)}`
      return { reason: 'CrashLoopBackOff', message, retryAt: time.clusterTime(until) }
    }
    crashes.next(key, last.finishedAt, time.now())
  }
  const image = yield* images.ensure({ pod, container, fieldPath: path, secrets: starting.pullSecrets })
  if (image !== undefined) {
    recorder.event(pod, 'Warning', 'Failed', `Error: ${image.reason}`, path)
    return image
  }
  const failed = (reason: string, message: string): StartFailure => {
    recorder.event(pod, 'Warning', 'Failed', `Error: ${message}`, path)
    return { reason, message }
  }
  const deviceError = node.containerManager.runError(container)
  if (deviceError !== undefined) return failed('CreateContainerConfigError', deviceError)
  const outcome = ownEnvironment(container, starting.facts, node.client.lister, (name, path) =>
    starting.volumes.fileIn(pod, name, path),
  )
  if ('error' in outcome) return failed('CreateContainerConfigError', outcome.error)
  const nonRoot = nonRootError(node.catalogue, pod, container)
  if (nonRoot !== undefined) return failed('CreateContainerConfigError', nonRoot)
  const profile = profileError(node, pod, container)
  if (profile !== undefined) return failed('CreateContainerError', profile)
  const previous = runtime.latest(container.name)
  const attempt = (previous?.attempt ?? runtime.purged.get(container.name) ?? lostAttempt(pod, container.name)) + 1
  const services = (name: string): string | undefined => serviceEnvironment(pod, node.client.lister)[name]
  const look = (name: string): string | undefined => outcome.env[name] ?? services(name)
  const missing = missingInPaths(container, look)
  if (missing !== undefined) return failed('CreateContainerConfigError', missing)
  const words = (list: readonly string[] | null | undefined): readonly string[] | undefined =>
    list && list.length > 0 ? list.map((word) => expand(word, look)) : undefined
  const [command, args] = [words(container.command), words(container.args)]
  const spec = { pod, container, attempt, command, args, env: outcome.env }
  const takes = pace.takes(CREATE_MS)
  yield sleep(clock, Math.min(takes, health.timeout))
  if (takes > health.timeout) return failed('CreateContainerError', 'context deadline exceeded')
  const instance = runtime.create(spec)
  node.containerManager.started(pod, container.name)
  recorder.event(pod, 'Normal', 'Created', 'Container created', path)
  const startError = runtime.start(instance, spec)
  if (startError !== undefined) return failed('RunContainerError', startError)
  recorder.event(pod, 'Normal', 'Started', 'Container started', path)
  return yield* postStart(starting, instance)
}

function* postStart({ node, runtime, pod }: Starting, instance: ContainerInstance): Co<StartFailure | undefined> {
  const hook = instance.spec.lifecycle?.postStart
  if (!hook) return undefined
  const message = yield* runHook(hook, pod, instance, node, runtime.sandboxIp ?? node.hostIp)
  if (message === undefined) return undefined
  node.recorder.event(pod, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', fieldPathOf(pod, instance.name))
  const grace = new Grace(graceOf(pod, instance, 'other'), node.clock.now())
  yield* killContainer({ node, runtime, pod }, instance, 'FailedPostStartHook', grace)
  return { reason: 'PostStartHookError', message }
}

/** Crashes are counted per container and what it is: a changed image starts anew, and so do changed resources. */
const backoffKey = ({ metadata }: Pod, { name, image, resources }: Container): string =>
  `${metadata.uid}/${name}/${image}/${resources === undefined ? '' : JSON.stringify(resources)}`

/** The attempt before the one a container of which nothing is left has reached, as its status says. */
function lostAttempt(pod: Pod, name: string): number {
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])]
  return (statuses.find((status) => status.name === name)?.restartCount ?? 0) - 1
}

/** Why the paths a container mounts from volumes cannot be told: a variable in them is empty. */
function missingInPaths(container: Container, look: (name: string) => string | undefined): string | undefined {
  for (const { subPathExpr } of container.volumeMounts ?? []) {
    if (!subPathExpr) continue
    const missing = new Set<string>()
    expand(subPathExpr, (name) => {
      if (!look(name)) missing.add(name)
      return ''
    })
    if (missing.size > 0) return `missing value for ${[...missing].sort().join(', ')}`
  }
  return undefined
}
