// The container runtime of one pod: its sandbox and the containers that were made in it, newest last. Nothing here decides;
// it starts processes, signals them and remembers how they ended. Upstream: pkg/kubelet/kuberuntime, containerd behind it.
import type { Container } from '../../generated/api/core.v1.ts'
import type { Random } from '../api/types.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import type { Exit, Process } from '../containers/contract.ts'
import { digestOf, fullName, parseReference } from '../containers/reference.ts'
import type { Clock } from '../engine/clock.ts'

/** One container that was made; a restart makes another. */
export interface ContainerInstance {
  readonly name: string
  readonly id: string
  /** The name the runtime resolved, and its digest. */
  readonly image: string
  readonly imageId: string
  readonly attempt: number
  readonly spec: Container
  readonly createdAt: number
  startedAt: number
  finishedAt: number
  state: 'running' | 'exited'
  exit: Exit | undefined
  process: Process | undefined
  /** Why it is being killed, once it is. */
  killing: string | undefined
  readonly logs: string[]
}

/** What the runtime of a pod is given. */
export interface RuntimeParts {
  readonly clock: Clock
  readonly random: Random
  readonly images: ImageCatalogue
  /** Told after a container has ended. */
  onExit(instance: ContainerInstance): void
}

const KILLED = 137

/** Sandbox and containers of one pod. */
export class PodRuntime {
  readonly #parts: RuntimeParts
  /** The sandbox's address; undefined while there is no sandbox. */
  sandboxIp: string | undefined
  sandboxReady = false
  readonly #containers = new Map<string, ContainerInstance[]>()

  constructor(parts: RuntimeParts) {
    this.#parts = parts
  }

  /** The newest container of a name, and the one before it. */
  latest(name: string): ContainerInstance | undefined {
    return this.#containers.get(name)?.at(-1)
  }

  previous(name: string): ContainerInstance | undefined {
    return this.#containers.get(name)?.at(-2)
  }

  running(): ContainerInstance[] {
    const list: ContainerInstance[] = []
    for (const instances of this.#containers.values()) {
      const newest = instances.at(-1)
      if (newest?.state === 'running') list.push(newest)
    }
    return list
  }

  /** Makes and starts a container; the process may fail to start, then it has ended at once. */
  start(spec: Container, attempt: number): { instance: ContainerInstance; startError: string | undefined } {
    const { clock, random, images } = this.#parts
    const requested = spec.image ?? ''
    const reference = parseReference(requested)
    const image = reference === undefined ? requested : fullName(reference)
    const now = clock.now()
    const instance: ContainerInstance = {
      name: spec.name,
      id: `containerd://${hexId(random)}`,
      image,
      imageId: `${image.split(':')[0]}@sha256:${digestOf(image)}`,
      attempt,
      spec,
      createdAt: now,
      startedAt: now,
      finishedAt: 0,
      state: 'running',
      exit: undefined,
      process: undefined,
      killing: undefined,
      logs: [],
    }
    this.#remember(instance)
    const env: Record<string, string> = {}
    for (const { name, value } of spec.env ?? []) if (value !== undefined) env[name] = value
    const invocation = { image: requested, command: spec.command, args: spec.args, env }
    const started = images.start(invocation, {
      clock,
      exit: (exit) => this.#exited(instance, exit),
      log: (line) => instance.logs.push(line),
    })
    if (!('startError' in started)) {
      instance.process = started
      return { instance, startError: undefined }
    }
    instance.state = 'exited'
    instance.exit = { code: 128, reason: 'StartError', message: started.startError }
    instance.startedAt = 0
    instance.finishedAt = now
    return { instance, startError: started.startError }
  }

  /** Asks a container to end, and makes it end when the grace period (seconds) is over. */
  stop(instance: ContainerInstance, graceSeconds: number): void {
    if (instance.state !== 'running') return
    instance.process?.signal('SIGTERM')
    this.#parts.clock.after(graceSeconds * 1000, () => this.kill(instance))
  }

  /** SIGKILL. */
  kill(instance: ContainerInstance): void {
    this.#exited(instance, { code: KILLED })
  }

  #exited(instance: ContainerInstance, exit: Exit): void {
    if (instance.state !== 'running') return
    instance.state = 'exited'
    instance.exit = exit
    instance.finishedAt = this.#parts.clock.now()
    this.#parts.onExit(instance)
  }

  #remember(instance: ContainerInstance): void {
    const instances = this.#containers.get(instance.name)
    if (instances === undefined) this.#containers.set(instance.name, [instance])
    else {
      instances.push(instance)
      if (instances.length > 2) instances.shift()
    }
  }
}

/** Sixty-four hex digits. */
function hexId(random: Random): string {
  let id = ''
  for (let word = 0; word < 8; word++) id += random.int(0x100000000).toString(16).padStart(8, '0')
  return id
}
