// What an image is: containers/images/<name>.ts exporting `image`. An image has files, programs and a default command; the
// programs of a container run as processes in its world. Servers that only wait to be asked are described in advance (Server);
// programs that act over time are coroutines (programs/, shell/).
import type { Clock, TimeOfDay } from '../engine/clock.ts'
import type { Co } from './coroutine.ts'
import type { FileSystem } from './files/file-system.ts'
import type { Reply } from './redis/reply.ts'

/** How a process ended; `reason` where it is not told by the code alone (OOMKilled). */
export interface Exit {
  readonly code: number
  readonly reason?: string
}

/** A request to something that listens. */
export interface Ask {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** The address of who asks. */
  readonly from?: string
  /** The port that is asked. */
  readonly port?: number
}

/** An answer of a server, and how many milliseconds it takes. */
export interface Answer {
  readonly code: number
  readonly body: string
  readonly after?: number
  /** Where a redirect leads. */
  readonly location?: string
}

/** What listens on a port; without `http` a port that only takes connections. */
export interface Listener {
  readonly http?: (ask: Ask) => Answer
  /** Serves grpc.health.v1: the status of a service, undefined when it does not know it. */
  readonly grpcHealth?: (service: string) => 'SERVING' | 'NOT_SERVING' | undefined
  /** A connection of a client of redis, to which commands are given word by word. */
  readonly redis?: () => (words: readonly string[]) => Reply
  /** Takes what is sent to it as text (nc -l). */
  readonly receive?: (text: string) => void
  /** Epoch milliseconds before which nobody listens yet. */
  readonly from?: number
}

/** The network as the processes of one pod see it. */
export interface PodNetwork {
  /** The pod's own address. */
  readonly ip: string
  /** Listens on a port of the pod (0: any that nobody else has); false when it is taken. */
  listen(port: number, listener: Listener): boolean
  close(port: number, listener: Listener): void
  /** What listens at an address of the cluster: `unreachable` where no such host is, `refused` where nobody listens. */
  connect(host: string, port: number): Listener | 'refused' | 'unreachable'
  /** The address of a name, the first where it has several; undefined when there is none. */
  resolve(name: string): string | undefined
  /** All addresses of a name: a headless Service has one for each ready endpoint. */
  addresses(name: string): readonly string[]
  /** The name of an address of the cluster, where the cluster's DNS has one. */
  readonly nameOf?: (ip: string) => string | undefined
}

/** What all processes of one container share. */
export interface World {
  /** What is waited by. */
  readonly clock: Clock
  /** What time its node thinks it is. */
  readonly time: TimeOfDay
  /** How fast its node is. */
  readonly pace: { takes(milliseconds: number): number }
  readonly image: ImageBehaviour | undefined
  /** The tag of its image: `1.27`, `latest`. */
  readonly tag: string
  /** Where volumes are mounted. */
  readonly mounts: readonly string[]
  readonly files: FileSystem
  readonly env: Readonly<Record<string, string>>
  readonly workingDir: string
  readonly hostname: string
  readonly user: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] }
  readonly network: PodNetwork
  /** How many CPUs its processes may run on. */
  readonly cpus: number
  /** Bytes; undefined without a limit. */
  readonly memoryLimit: number | undefined
  /** The server that runs as its first process, where one does: programs never do, they are in the table of processes. */
  server?: { readonly command: string; signal(name: string): void } | undefined
  /** The table main-process.ts keeps of those who run in it. (A WeakMap of worlds would keep clusters that are gone from collection.) */
  processes?: unknown
  /** Text on the standard output or error of the container. */
  print(text: string, stream: 'stdout' | 'stderr'): void
  /** The container takes more memory than it may: it is killed. */
  outOfMemory(): void
  /** The container takes so much memory now: more than it may and it is killed. */
  takeMemory(bytes: number): void
}

/** What the main process of a container may do. */
export interface ProcessHost {
  readonly clock: Clock
  /** Made when first asked for: plain servers need none. */
  readonly world: World
  /** What the process reads; nothing unless the container has an input. */
  readonly input?: Source
  /** Ends the process and with it the container; once. */
  exit(exit: Exit): void
}

/** The main process of a container. */
export interface Process {
  /** A signal other than SIGKILL: `SIGTERM`. */
  signal(name: string): void
  /** SIGKILL: it is gone, nothing of it may happen any more. */
  kill(): void
}

/** How a container is to be run. */
export interface Invocation {
  /** The image as the pod names it. */
  readonly image: string
  /** `command` and `args` of the pod, expanded; undefined where the image's own are used. */
  readonly command: readonly string[] | undefined
  readonly args: readonly string[] | undefined
}

/** The runtime could not start the process: its message. */
export interface StartError {
  readonly startError: string
}

/** The user an image runs as; `name` where the image gives a name instead of a number. */
export interface ImageUser {
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
  readonly name?: string
}

/** Where a program's text goes. */
export interface Sink {
  write(text: string): void
}

/** Where a program's input comes from: text, or undefined at its end. */
export interface Source {
  read(): Co<string | undefined>
  /** A terminal: a program that reads from it hears the signals that are typed; returns how to stop. */
  readonly foreground?: (signal: (name: string) => void) => () => void
}

/** What a running program has. */
export interface ProgramContext {
  readonly world: World
  /** What the program was called. */
  readonly name: string
  /** Its environment; assignments of the shell it was started from included. */
  readonly env: ReadonlyMap<string, string>
  readonly cwd: string
  readonly pid: number
  readonly input: Source
  readonly out: Sink
  readonly err: Sink
  /** Runs a command line (argv) to its end: env, timeout, xargs, sh. */
  run(argv: readonly string[], changes?: RunChanges): Co<number>
  /** Sends a signal to a process of the container; false when there is none. */
  kill(pid: number, signal: string): boolean
  /** Takes its own signals: true for one it has heard. Of others the first process of a container dies of SIGKILL only. */
  hears(handler: (signal: string) => boolean): void
  /** The processes of the container: pid and command line. */
  processes(): readonly { readonly pid: number; readonly command: string }[]
}

/** What is different for a program that another one runs. */
export interface RunChanges {
  readonly input?: Source
  readonly env?: ReadonlyMap<string, string>
  /** Milliseconds after which it is stopped (exit code 143). */
  readonly timeout?: number
}

/** A program: its exit code, now or after it has run. */
export type Program = (context: ProgramContext, args: readonly string[]) => number | Co<number>

/** A program that serves and waits, described in advance. */
export interface Server {
  /** Ports; `any` for a program nobody knows: whatever it is asked on. */
  readonly listens: readonly number[] | 'any'
  readonly http?: (ask: Ask, world: World) => Answer
  /** Milliseconds after its start before it listens. */
  readonly after?: number
  /** Serves grpc.health.v1. */
  readonly grpcHealth?: Listener['grpcHealth']
  /** Lines it prints when it starts. */
  readonly logs?: readonly string[]
  /** What else it does in a container, by its files and variables; or why it ends at once: what it writes before, to its standard error. */
  readonly configured?: (world: World) => Partial<Server> | { readonly code: number; readonly err: string }
  /** Called with these arguments it does not serve, but sends this signal to the first process of the container. */
  readonly tells?: (args: readonly string[]) => string | undefined
  /** How it takes SIGTERM; default: ends at once with 0. */
  readonly onTerm?: { readonly after: number; readonly code: number } | 'ignores'
}

/** An image of the catalogue. */
export interface ImageBehaviour {
  /** The repository without registry and tag: `nginx`, `bitnami/redis`. */
  readonly name: string
  /** Root when left out. */
  readonly user?: ImageUser
  /** Bytes, as pulls report. */
  readonly size?: number
  /** Default command line: ENTRYPOINT and CMD. */
  readonly entrypoint?: readonly string[]
  readonly cmd?: readonly string[]
  readonly workingDir?: string
  readonly env?: Readonly<Record<string, string>>
  /** Files beyond those every image has. */
  readonly files?: Readonly<Record<string, string>>
  /** `busybox`: its shell and tools; `gnu`: those of Debian's base; `none`: only its own programs. Default `busybox`. */
  readonly tools?: 'busybox' | 'gnu' | 'none'
  /** Tools beyond those. */
  readonly has?: readonly string[]
  /** Its packages are alpine's. */
  readonly packages?: 'apk'
  /** What `sh` is in an image with GNU tools; dash by default. */
  readonly sh?: 'bash'
  /** Its own programs by name. */
  readonly programs?: Readonly<Record<string, Program | Server>>
}

/** What a scenario says of an image; times in milliseconds after a container's start. */
export interface ImageSetting {
  /** As written in a pod, with or without tag. */
  readonly name: string
  readonly startsAfter?: number
  readonly exits?: { readonly after: number; readonly code: number }
  /** The pull fails, with this text where given. */
  readonly cannotBePulled?: string
  readonly pullTakes?: number
  /** Lines it prints when it starts. */
  readonly prints?: readonly string[]
  readonly listens?: readonly number[]
  /** Answers to HTTP requests, the latest that holds wins; other paths are answered 404 once there is one. */
  readonly answers?: readonly { readonly path: string; readonly code: number; readonly from: number }[]
  /** Bytes of memory it takes, each from its moment on. */
  readonly memory?: readonly { readonly bytes: number; readonly from: number }[]
  readonly ignoresTerm?: boolean
}
