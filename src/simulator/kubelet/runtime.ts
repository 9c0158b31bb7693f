// The container runtime of one pod: its sandbox and the containers that were made in it, newest last. Nothing here decides;
// it starts processes, signals them and remembers how they ended. Upstream: pkg/kubelet/kuberuntime, containerd behind it.
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import type { Random } from '../api/types.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import type { Exit, Process } from '../containers/contract.ts'
import { Moment } from '../containers/coroutine.ts'
import { digestOf, fullName, parseReference } from '../containers/reference.ts'
import { Stdio } from '../containers/stdio.ts'
import type { Clock, TimeOfDay } from '../engine/clock.ts'
import { ContainerLog } from './container-log.ts'
import { ContainerWorld, type WorldParts } from './container-world.ts'
import type { Pace } from './node-time.ts'
import { afterBoot, type PodRemains } from './remains.ts'

/** One container that was made; a restart makes another. */
export interface ContainerInstance {
  readonly name: string
  readonly id: string
  /** The name the runtime resolved, and its digest. */
  readonly image: string
  readonly imageId: string
  readonly attempt: number
  readonly spec: Container
  /** In the cluster's time. */
  readonly createdAt: number
  /** These by the node's clock. */
  startedAt: number
  finishedAt: number
  state: 'running' | 'exited'
  exit: Exit | undefined
  /** What it left as its last words. */
  message: string | undefined
  process: Process | undefined
  readonly world: ContainerWorld
  readonly log: ContainerLog
  readonly stdio: Stdio
  /** Comes when it ends. */
  readonly ended: Moment
}

/** What the runtime of a pod is given. */
export interface RuntimeParts {
  readonly clock: Clock
  readonly time: TimeOfDay
  readonly pace: Pace
  readonly random: Random
  readonly images: ImageCatalogue
  /** What a container's world is made from. */
  world(
    container: Container,
    env: Readonly<Record<string, string>>,
  ): Omit<WorldParts, 'print' | 'outOfMemory' | 'consumed'>
  /** Told after something has changed: a container has started or ended. */
  changed(): void
  /** Told when something of it may use more or less of the node. */
  consumed(): void
  /** Told of the image, by its full name, of a container that has ended. */
  unused(image: string): void
}

const KILLED = 137
const MESSAGE_BYTES = 4096
const LOG_LINES = 80
const LOG_BYTES = 2048

/** How a container is to be started. */
export interface StartSpec {
  readonly pod: Pod
  readonly container: Container
  readonly attempt: number
  readonly command: readonly string[] | undefined
  readonly args: readonly string[] | undefined
  /** The variables the manifest asks for, as they are now. */
  readonly env: Readonly<Record<string, string>>
}

/** Sandbox and containers of one pod. */
export class PodRuntime {
  readonly #parts: RuntimeParts
  /** The sandbox's address; undefined while there is no sandbox. */
  sandboxIp: string | undefined
  sandboxReady = false
  /** There is one that is not ready any more. */
  sandboxLeft = false
  /** How often the init containers that were purged had been started, by name. */
  readonly purged = new Map<string, number>()
  readonly #containers = new Map<string, ContainerInstance[]>()

  constructor(parts: RuntimeParts) {
    this.#parts = parts
  }

  /** What was made, by name. */
  made(): ReadonlyMap<string, readonly ContainerInstance[]> {
    return this.#containers
  }

  /** The machine has booted: only what the runtime kept is there. */
  restore({ containers, sandbox }: PodRemains): void {
    this.sandboxLeft = sandbox
    for (const [name, instances] of containers) {
      for (const instance of instances) afterBoot(instance, this.#parts.time.now())
      this.#containers.set(name, [...instances])
    }
  }

  /** A new sandbox begins with the first init container: those that have run are removed. */
  purge(names: readonly string[]): void {
    for (const name of names) {
      const newest = this.latest(name)
      if (newest !== undefined) this.purged.set(name, newest.attempt)
      this.#containers.delete(name)
    }
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

  /** Every container there is, the one before the newest included. */
  all(): ContainerInstance[] {
    return [...this.#containers.values()].flat()
  }

  /** The bytes of memory a running container takes. */
  memoryOf({ world, spec, createdAt }: ContainerInstance): number {
    return world.memory ?? this.#parts.images.memory(spec.image ?? '', this.#parts.clock.now() - createdAt)
  }

  /** Makes a container. */
  create({ container: spec, attempt, env }: StartSpec): ContainerInstance {
    const { clock, time, random } = this.#parts
    const requested = spec.image ?? ''
    const reference = parseReference(requested)
    const image = reference === undefined ? requested : fullName(reference)
    const log = new ContainerLog(time)
    const stdio = new Stdio(spec, (text, stream) => log.write(text, stream))
    const instance: ContainerInstance = {
      name: spec.name,
      id: `containerd://${hexId(random)}`,
      image,
      imageId: `${image.split(':')[0]}@sha256:${digestOf(image)}`,
      attempt,
      spec,
      createdAt: clock.now(),
      startedAt: time.now(),
      finishedAt: 0,
      state: 'running',
      exit: undefined,
      message: undefined,
      process: undefined,
      world: new ContainerWorld({
        ...this.#parts.world(spec, env),
        print: (text, stream) => {
          stdio.print(text, stream)
          this.#parts.consumed()
        },
        consumed: () => this.#parts.consumed(),
        outOfMemory: () => this.end(instance, { code: KILLED, reason: 'OOMKilled' }),
      }),
      log,
      stdio,
      ended: new Moment(),
    }
    return instance
  }

  /** Starts a container that was made; the message when its process cannot be started: then it has ended at once. */
  start(instance: ContainerInstance, { container, command, args }: StartSpec): string | undefined {
    const { clock, time, images } = this.#parts
    this.#remember(instance)
    const { world, stdio } = instance
    const host = { clock, world, input: stdio.input, exit: (exit: Exit) => this.end(instance, exit) }
    const started = images.start({ image: container.image ?? '', command, args }, host)
    const startError = 'startError' in started ? started.startError : this.#worldError(instance)
    if (!('startError' in started)) instance.process = started
    if (startError === undefined) {
      if (instance.state === 'exited') instance.process?.kill()
      this.#parts.changed()
      return undefined
    }
    instance.process?.kill()
    instance.state = 'exited'
    instance.exit = { code: 128, reason: 'StartError' }
    instance.message = startError
    instance.startedAt = 0
    instance.finishedAt = time.now()
    instance.ended.arrive()
    this.#parts.changed()
    return startError
  }

  /** A working directory that is a file keeps a container from starting. */
  #worldError({ world, spec }: ContainerInstance): string | undefined {
    if (!spec.workingDir) return undefined
    const node = world.files.get(spec.workingDir)
    if (node === undefined) world.files.makeDirectory(spec.workingDir, true)
    if (node?.kind !== 'file') return undefined
    return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: mkdir ${spec.workingDir}: not a directory`
  }

  /** Removes all containers, running or not. */
  reset(): void {
    for (const instance of this.running()) instance.process?.kill()
    this.#containers.clear()
  }

  /** SIGKILL. */
  kill(instance: ContainerInstance): void {
    this.end(instance, { code: KILLED })
  }

  /** A container has ended, or ends now. */
  end(instance: ContainerInstance, exit: Exit): void {
    if (instance.state !== 'running') return
    instance.state = 'exited'
    instance.exit = exit
    instance.finishedAt = this.#parts.time.now()
    instance.process?.kill()
    instance.message = lastWords(instance, exit)
    instance.ended.arrive()
    this.#parts.unused(instance.image)
    this.#parts.changed()
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

/** The termination message: the file's text, else the end of the log where the policy says so and it failed. */
function lastWords({ world, log, spec }: ContainerInstance, { code }: Exit): string | undefined {
  const written = world.terminationMessage()
  if (written !== '') return written.slice(0, MESSAGE_BYTES)
  if (spec.terminationMessagePolicy !== 'FallbackToLogsOnError' || code === 0) return undefined
  const tail = log.lastLines(LOG_LINES).slice(-LOG_BYTES)
  return tail === '' ? undefined : tail
}

/** Sixty-four hex digits: how a runtime names what it makes. */
export function hexId(random: Random): string {
  let id = ''
  for (let word = 0; word < 8; word++) id += random.int(0x100000000).toString(16).padStart(8, '0')
  return id
}
