// What a container has written, line by line with its moment, and the ways to ask for it.
// Upstream: pkg/kubelet/kuberuntime/logs, PodLogOptions.
import type { Clock } from '../engine/clock.ts'

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

/** The log of one container. */
export class ContainerLog {
  readonly #clock: Clock
  #lines: Line[] = []
  readonly #listeners = new Set<() => void>()

  constructor(clock: Clock) {
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
      else this.#lines.push({ at: this.#clock.now(), stream, text: piece })
      from = end < 0 ? text.length : end + 1
    }
    if (this.#lines.length > KEPT_LINES * 2) this.#lines = this.#lines.slice(-KEPT_LINES)
    for (const listener of [...this.#listeners]) listener()
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

  /** What was asked for. */
  read({ tailLines, sinceSeconds, sinceTime, timestamps, limitBytes, stream }: LogOptions = {}): string {
    const since = sinceTime ?? (sinceSeconds === undefined ? undefined : this.#clock.now() - sinceSeconds * 1000)
    let lines: readonly Line[] = this.#lines
    if (stream !== undefined) lines = lines.filter((line) => line.stream === stream)
    if (since !== undefined) lines = lines.filter(({ at }) => at >= since)
    if (tailLines !== undefined) lines = tailLines === 0 ? [] : lines.slice(-tailLines)
    let out = ''
    for (const { at, text } of lines) out += timestamps === true ? `${stamp(at)} ${text}` : text
    return limitBytes === undefined ? out : Buffer.from(out).subarray(0, limitBytes).toString('utf8')
  }
}

/** RFC 3339 with nanoseconds, as container logs have it. */
const stamp = (at: number): string => new Date(at).toISOString().replace('Z', '000000Z')
