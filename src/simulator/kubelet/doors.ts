// The ways into running containers that kubelets serve: logs, a command of one's own, the main process's streams, ports. What
// cannot be had is said in the words of kubelet and runtime. Limit: a program that outlives who started it writes to nobody.
// Upstream: pkg/kubelet/kubelet_pods.go (GetExec, GetAttach, GetPortForward), containerd's internal/cri/server.
import type { Answer, Ask, Listener } from '../containers/contract.ts'
import { type ConversationEvents, HttpConversation } from '../containers/http-conversation.ts'
import { type ExecEnd, type ExecResult, runExec, startExec } from '../containers/main-process.ts'
import type { ClusterNetwork } from '../containers/network.ts'
import { digestOf } from '../containers/reference.ts'
import { emptySource, Pipe } from '../containers/shell/streams.ts'
import { Terminal } from '../containers/terminal.ts'
import type { Clock } from '../engine/clock.ts'
import type { LogOptions } from './container-log.ts'
import type { PodWorker } from './pod-worker.ts'
import type { ContainerInstance } from './runtime.ts'

/** How a log is asked for. */
export interface LogRequest extends LogOptions {
  readonly previous?: boolean
}

/** A command that was started in a container. */
export interface ExecRun {
  /** Undefined while it runs: let time pass. */
  result(): ExecResult | undefined
  stop(): void
}

/** Text as it comes. */
export interface TextStream {
  /** Begins with what is there; `end` is called when no more will come. */
  start(send: (text: string) => void, end: () => void): void
  stop(): void
}

/** What somebody in a container hears of it. */
export interface SessionEvents {
  output(text: string, stream: 'stdout' | 'stderr'): void
  ended(end: SessionEnd): void
}

/** How a session ended: of itself, with the exit code of its command, or in an error of the runtime's. */
export type SessionEnd = { readonly exitCode?: number } | { readonly error: string }

/** Somebody in a container. */
export interface Session {
  /** Input of the process. */
  send(text: string): void
  /** There is no more input. */
  sent(): void
  /** Nobody listens any more. */
  leave(): void
}

/** Somebody who talks to a port of a pod. */
export type Conversation = Pick<HttpConversation, 'receive' | 'end' | 'drop'>

/** Which streams a session has. */
export interface SessionStreams {
  readonly stdin: boolean
  readonly tty: boolean
}

/** A refusal of a kubelet's, before anything is opened. */
export interface DoorError {
  readonly error: string
}

const NOBODY: Session = { send() {}, sent() {}, leave() {} }

/** All doors of a cluster. */
export class Doors {
  readonly #clock: Clock
  readonly #network: ClusterNetwork
  readonly #worker: (namespace: string, pod: string) => PodWorker | undefined
  #execs = 0

  constructor(
    clock: Clock,
    network: ClusterNetwork,
    worker: (namespace: string, pod: string) => PodWorker | undefined,
  ) {
    this.#clock = clock
    this.#network = network
    this.#worker = worker
  }

  /** Whether a kubelet knows the pod. */
  knows(namespace: string, pod: string): boolean {
    return this.#worker(namespace, pod) !== undefined
  }

  #container(namespace: string, pod: string, container: string): ContainerInstance | undefined {
    const instance = this.#worker(namespace, pod)?.sync.runtime.latest(container)
    return instance?.state === 'running' ? instance : undefined
  }

  #logOf(namespace: string, pod: string, container: string, previous = false): ContainerInstance | undefined {
    const runtime = this.#worker(namespace, pod)?.sync.runtime
    return previous ? runtime?.previous(container) : runtime?.latest(container)
  }

  /** The log of a container as it is now; undefined when there is none. */
  logs(namespace: string, pod: string, container: string, options: LogRequest = {}): string | undefined {
    return this.#logOf(namespace, pod, container, options.previous)?.log.read(options)
  }

  /** The log of a container until it ends; undefined when there is none. */
  followLogs(namespace: string, pod: string, container: string, options: LogRequest): TextStream | undefined {
    const instance = this.#logOf(namespace, pod, container, options.previous)
    if (instance === undefined) return undefined
    let stop = (): void => {}
    return {
      start: (send, end) => {
        stop = instance.log.follow(options, instance.ended.wait, send, end)
      },
      stop: () => stop(),
    }
  }

  /** Runs a command in a running container to its end; undefined when there is no such container running. */
  run(namespace: string, pod: string, container: string, command: readonly string[]): ExecRun | undefined {
    const instance = this.#container(namespace, pod, container)
    if (instance === undefined) return undefined
    const run: { result: ExecResult | undefined } = { result: undefined }
    const stop = startExec(instance.world, command, (result) => {
      run.result = result
    })
    return { result: () => run.result, stop }
  }

  /** Finds the container of an exec; what it gives starts the command. */
  exec(
    namespace: string,
    pod: string,
    container: string,
    command: readonly string[],
  ): ((streams: SessionStreams, events: SessionEvents) => Session) | DoorError {
    const instance = this.#container(namespace, pod, container)
    if (instance === undefined) return { error: `container not found (${JSON.stringify(container)})` }
    return (streams, events) => this.#startExec(instance, command, streams, events)
  }

  #startExec(
    instance: ContainerInstance,
    command: readonly string[],
    { stdin, tty }: SessionStreams,
    events: SessionEvents,
  ): Session {
    const id = digestOf(`${instance.id}/exec/${++this.#execs}`)
    const write = (stream: 'stdout' | 'stderr') => ({ write: (text: string) => events.output(text, stream) })
    const ended = (end: ExecEnd): void => {
      if (!('startError' in end)) events.ended(end)
      else events.ended({ error: `failed to exec in container: failed to start exec "${id}": ${end.startError}` })
    }
    if (tty) {
      const terminal = new Terminal(write('stdout'))
      const streams = { input: terminal, out: terminal.output, err: terminal.output }
      runExec(instance.world, command, streams, ended, { TERM: 'xterm' })
      return { send: (text) => terminal.type(text), sent() {}, leave: () => terminal.hangUp() }
    }
    const pipe = new Pipe()
    const streams = { input: stdin ? pipe : emptySource, out: write('stdout'), err: write('stderr') }
    runExec(instance.world, command, streams, ended)
    return { send: (text) => pipe.write(text), sent: () => pipe.close(), leave: () => pipe.close() }
  }

  /** Finds the main process of a container; what it gives listens to it. */
  attach(
    namespace: string,
    pod: string,
    container: string,
  ): ((stdin: boolean, events: SessionEvents) => Session) | DoorError {
    const instance = this.#container(namespace, pod, container)
    if (instance === undefined) return { error: `container ${container} not found in pod ${pod}_${namespace}` }
    return (stdin, events) => {
      const { stdio } = instance
      let over = false
      const off = stdio.attach((text, stream) => events.output(text, stream))
      instance.ended.wait(() => {
        off()
        if (!over) events.ended({})
        over = true
      })
      const leave = (): void => {
        over = true
        off()
      }
      if (!stdin) return { ...NOBODY, leave }
      return { send: (text) => stdio.send(text), sent: () => stdio.sent(), leave }
    }
  }

  /** Whether the main process of a container has a terminal. */
  hasTerminal(namespace: string, pod: string, container: string): boolean {
    return this.#container(namespace, pod, container)?.stdio.tty === true
  }

  /** Finds the network of a pod; what it gives connects to one of its ports. */
  ports(
    namespace: string,
    pod: string,
  ): ((port: number, events: ConversationEvents) => Conversation | DoorError) | DoorError {
    const worker = this.#worker(namespace, pod)
    const ip = worker?.sync.runtime.sandboxIp
    if (worker === undefined || ip === undefined || worker.sync.runtime.running().length === 0)
      return { error: `pod not found (${JSON.stringify(`${pod}_${namespace}`)})` }
    const sandbox = digestOf(`${worker.pod.metadata.uid}/sandbox`)
    const name = worker.pod.spec.hostNetwork === true ? 'host' : networkNamespace(sandbox)
    return (port, events) => {
      const listener = this.#network.connect(ip, port)
      if (typeof listener !== 'string') return this.#converse(listener, events)
      const refused = 'connect: connection refused'
      const dials = `IPv4: dial tcp4 127.0.0.1:${port}: ${refused} IPv6 dial tcp6 [::1]:${port}: ${refused} `
      const why = `failed to connect to localhost:${port} inside namespace "${sandbox}", ${dials}`
      const error = `failed to execute portforward in network namespace "${name}": ${why}`
      return { error: `error forwarding port ${port} to pod ${sandbox}, uid : ${error}` }
    }
  }

  /** Asks what listens at an address of the cluster. */
  ask(ip: string, port: number, ask: Ask): Answer | 'refused' | 'unreachable' | 'mute' {
    const listener = this.#network.connect(ip, port)
    return typeof listener === 'string' ? listener : (listener.http?.(ask) ?? 'mute')
  }

  #converse(listener: Listener, events: ConversationEvents): Conversation {
    return new HttpConversation(listener, this.#clock, events)
  }
}

/** Where container network plugins keep a pod's network: a name like a uid, here made from the sandbox's. */
const networkNamespace = (id: string): string =>
  `/var/run/netns/cni-${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}`
