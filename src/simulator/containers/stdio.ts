// The standard streams of a container's main process: what it writes goes to its log and to whoever is attached, what those send
// is its input where the container has one. Upstream: containerd's internal/cri/io/container_io.go.
import type { Source } from './contract.ts'
import { emptySource, Pipe } from './shell/streams.ts'
import { Terminal } from './terminal.ts'

/** Hears the output of a process. */
export type OutputListener = (text: string, stream: 'stdout' | 'stderr') => void

/** How the container says its streams are. */
export interface StdioSpec {
  readonly stdin?: boolean | undefined
  readonly stdinOnce?: boolean | undefined
  readonly tty?: boolean | undefined
}

/** The streams of one container. */
export class Stdio {
  readonly #spec: StdioSpec
  readonly #log: OutputListener
  readonly #pipe: Pipe | undefined
  readonly #terminal: Terminal | undefined
  readonly #listeners = new Set<OutputListener>()

  constructor(spec: StdioSpec, log: OutputListener) {
    this.#spec = spec
    this.#log = log
    if (spec.tty === true) this.#terminal = new Terminal({ write: (text) => this.#tell(text, 'stdout') })
    else if (spec.stdin === true) this.#pipe = new Pipe()
  }

  get tty(): boolean {
    return this.#terminal !== undefined
  }

  /** What the process reads: a terminal has no end, also when nobody can type. */
  get input(): Source {
    return this.#terminal ?? this.#pipe ?? emptySource
  }

  /** What a process of the container writes. */
  print(text: string, stream: 'stdout' | 'stderr'): void {
    if (this.#terminal === undefined) this.#tell(text, stream)
    else this.#terminal.output.write(text)
  }

  /** Hears everything from now on; returns how to stop. */
  attach(listener: OutputListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What somebody attached sends; nobody reads it where the container has no input. */
  send(text: string): void {
    if (this.#spec.stdin !== true) return
    this.#terminal?.type(text)
    this.#pipe?.write(text)
  }

  /** Somebody attached has sent all: the process sees the end where it is to have one such visitor only. */
  sent(): void {
    if (this.#spec.stdinOnce === true) this.#pipe?.close()
  }

  #tell(text: string, stream: 'stdout' | 'stderr'): void {
    this.#log(text, stream)
    for (const listener of [...this.#listeners]) listener(text, stream)
  }
}
