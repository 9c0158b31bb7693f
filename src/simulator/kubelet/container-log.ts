// What a container has written, line by line with its moment, and the ways to ask for it.
// Upstream: pkg/kubelet/kuberuntime/logs, PodLogOptions.
import type { Wait } from '../containers/coroutine.ts'
import type { TimeOfDay } from '../engine/clock.ts'

/** How logs are asked for. */
export interface LogOptions {
  readonly tailLines?: number
  readonly sinceSeconds?: number
  /** Epoch milliseconds. */
  readonly sinceTime?: number
  readonly timestamps?: boolean
  readonly limitBytes?: number
  /** One of the streams only. */
  readonly stream?: 'stdout' | 'stderr'
}

interface Line {
  readonly at: number
  readonly stream: 'stdout' | 'stderr'
  text: string
}

/** Kubelets rotate logs at 10Mi; that much is kept. */
const KEPT_LINES = 200_000
/** Five files of 10Mi. */
const KEPT_BYTES = 5 * 10 * 1024 * 1024
/** In the file every line has its time and stream in front. */
const LINE_HEAD = 40

/** The log of one container. */
export class ContainerLog {
  readonly #clock: TimeOfDay
  #lines: Line[] = []
  #bytes = 0
  readonly #listeners = new Set<() => void>()
  /** Lines that were too old to be kept. */
  #dropped = 0

  constructor(clock: TimeOfDay) {
    this.#clock = clock
  }

  /** Text of a process; a line may come in pieces. */
  write(text: string, stream: 'stdout' | 'stderr'): void {
    if (text === '') return
    let from = 0
    while (from < text.length) {
      const end = text.indexOf('\n', from)
      const piece = end < 0 ? text.slice(from) : text.slice(from, end + 1)
      const last = this.#lines.at(-1)
      if (last !== undefined && last.stream === stream && !last.text.endsWith('\n')) last.text += piece
      else {
        this.#lines.push({ at: this.#clock.now(), stream, text: piece })
        this.#bytes += LINE_HEAD
      }
      from = end < 0 ? text.length : end + 1
    }
    this.#bytes = Math.min(this.#bytes + Buffer.byteLength(text), KEPT_BYTES)
    if (this.#lines.length > KEPT_LINES * 2) {
      this.#dropped += this.#lines.length - KEPT_LINES
      this.#lines = this.#lines.slice(-KEPT_LINES)
    }
    for (const listener of [...this.#listeners]) listener()
  }

  /** What it takes of the disk, as far as its files are kept. */
  get bytes(): number {
    return this.#bytes
  }

  /** Told of everything written; returns how to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The end of it as plain text. */
  lastLines(count: number): string {
    return this.#lines
      .slice(-count)
      .map(({ text }) => text)
      .join('')
  }

  /** What was asked for, and then every line when it is whole; `over` when no more will come. Returns how to stop. */
  follow(options: LogOptions, ended: Wait, send: (text: string) => void, over: () => void): () => void {
    let next = this.#dropped + this.#lines.length
    let left = options.limitBytes ?? Number.POSITIVE_INFINITY
    let stopped = false
    const quiet = (): void => {
      stopped = true
      unlisten()
    }
    const stop = (): void => {
      if (stopped) return
      quiet()
      over()
    }
    const give = (text: string): void => {
      const bytes = Buffer.from(text)
      if (bytes.length > 0) send(bytes.length <= left ? text : bytes.subarray(0, left).toString('utf8'))
      left -= bytes.length
      if (left <= 0) stop()
    }
    const more = (partsToo: boolean): void => {
      if (stopped) return
      let text = ''
      for (; next < this.#dropped + this.#lines.length; next++) {
        const line = this.#lines[Math.max(next - this.#dropped, 0)]!
        if (!partsToo && !line.text.endsWith('\n')) break
        if (options.stream === undefined || options.stream === line.stream) text += shown(line, options)
      }
      give(text)
    }
    const unlisten = this.listen(() => more(false))
    if (this.#lines.at(-1)?.text.endsWith('\n') === false) next--
    give(this.#select(options, next - this.#dropped))
    ended(() => {
      more(true)
      stop()
    })
    return quiet
  }

  /** What was asked for. */
  read(options: LogOptions = {}): string {
    const out = this.#select(options, this.#lines.length)
    const { limitBytes } = options
    return limitBytes === undefined ? out : Buffer.from(out).subarray(0, limitBytes).toString('utf8')
  }

  /** The lines asked for of the first `count`. */
  #select({ tailLines, sinceSeconds, sinceTime, timestamps, stream }: LogOptions, count: number): string {
    const since = sinceTime ?? (sinceSeconds === undefined ? undefined : this.#clock.now() - sinceSeconds * 1000)
    let lines: readonly Line[] = count < this.#lines.length ? this.#lines.slice(0, count) : this.#lines
    if (stream !== undefined) lines = lines.filter((line) => line.stream === stream)
    if (since !== undefined) lines = lines.filter(({ at }) => at >= since)
    if (tailLines !== undefined) lines = tailLines === 0 ? [] : lines.slice(-tailLines)
    let out = ''
    for (const line of lines) out += shown(line, { timestamps: timestamps === true })
    return out
  }
}

const shown = ({ at, text }: Line, { timestamps }: LogOptions): string =>
  timestamps === true ? `${stamp(at)} ${text}` : text

/** RFC 3339 with nanoseconds, as container logs have it. */
const stamp = (at: number): string => new Date(at).toISOString().replace('Z', '000000Z')
