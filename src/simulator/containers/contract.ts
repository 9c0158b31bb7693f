// What an image is: containers/images/<name>.ts exporting `image`. A container runtime of the simulation asks an image for a
// process and lets it live: the process ends itself through its host, or ends when it is signalled. Simple processes are
// described by a plan (plan.ts); ones that act over time (a shell) implement Process themselves.
import type { Clock } from '../engine/clock.ts'

/** How a process ended; `reason` where it is not told by the code alone (OOMKilled). */
export interface Exit {
  readonly code: number
  readonly reason?: string
  /** What it left as termination message. */
  readonly message?: string
}

/** What a process may do to the world around it. */
export interface ProcessHost {
  readonly clock: Clock
  /** Ends the process; once. */
  exit(exit: Exit): void
  /** A line on stdout. */
  log(line: string): void
}

/** The main process of a container. */
export interface Process {
  /** A signal other than SIGKILL (which the runtime deals with): `SIGTERM`. */
  signal(name: string): void
  /** Epoch milliseconds from which it serves; undefined when it has served from the start. */
  readonly servesFrom?: number
}

/** How a container is to be run. */
export interface Invocation {
  /** The image as the pod names it. */
  readonly image: string
  /** `command` and `args` of the pod; undefined where the image's own are used. */
  readonly command: readonly string[] | undefined
  readonly args: readonly string[] | undefined
  readonly env: Readonly<Record<string, string>>
}

/** The runtime could not start the process: its message. */
export interface StartError {
  readonly startError: string
}

/** The user an image runs as. */
export interface ImageUser {
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
}

/** An image of the catalogue. */
export interface ImageBehaviour {
  /** The repository without registry and tag: `nginx`, `bitnami/redis`. */
  readonly name: string
  /** Root when left out. */
  readonly user?: ImageUser
  /** Bytes, as pulls report. */
  readonly size?: number
  start(invocation: Invocation, host: ProcessHost): Process | StartError
}
