// Where text comes from and goes to: the container's output, files, pipes, strings.
import type { Sink, Source } from '../contract.ts'
import type { Co } from '../coroutine.ts'
import type { FileSystem } from '../files/file-system.ts'

/** The three standard streams of a command. */
export interface Streams {
  readonly input: Source
  readonly out: Sink
  readonly err: Sink
}

/** Nothing to read. */
export const emptySource: Source = {
  // biome-ignore lint/correctness/useYield: the end is known at once
  *read() {
    return undefined
  },
}

/** Nothing is kept. */
export const nullSink: Sink = { write() {} }

/** Reads one text. */
export function textSource(text: string): Source {
  let left: string | undefined = text === '' ? undefined : text
  return {
    // biome-ignore lint/correctness/useYield: the text is there
    *read() {
      const all = left
      left = undefined
      return all
    },
  }
}

/** Collects what is written. */
export class TextSink implements Sink {
  text = ''

  write(text: string): void {
    this.text += text
  }
}

/** Appends to a file that was opened. */
export const fileSink = (files: FileSystem, path: string): Sink => ({
  write: (text) => files.write(path, text, true),
})

/** All that is left of a source. */
export function* readAll(source: Source): Co<string> {
  let text = ''
  for (;;) {
    const chunk = yield* source.read()
    if (chunk === undefined) return text
    text += chunk
  }
}

/** The writer's reader has gone. */
export class BrokenPipe extends Error {}

/** Text from one command to the next. */
export class Pipe implements Sink, Source {
  #text = ''
  #closed = false
  #broken = false
  #waiting: (() => void) | undefined

  write(text: string): void {
    if (this.#broken) throw new BrokenPipe()
    this.#text += text
    this.#wake()
  }

  *read(): Co<string | undefined> {
    while (this.#text === '') {
      if (this.#closed) return undefined
      yield (resume) => {
        this.#waiting = resume
        return undefined
      }
    }
    const text = this.#text
    this.#text = ''
    return text
  }

  /** Nothing more will be written. */
  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** Nothing more will be read. */
  break(): void {
    this.#broken = true
    this.#text = ''
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.()
  }
}

/** Reads a source line by line; what is left over stays for the next reader. */
export class LineReader implements Source {
  readonly foreground?: NonNullable<Source['foreground']>
  readonly #source: Source
  #left = ''
  #ended = false

  constructor(source: Source) {
    this.#source = source
    if (source.foreground !== undefined) this.foreground = source.foreground
  }

  /** The next line without its newline; undefined at the end. */
  *line(): Co<string | undefined> {
    for (;;) {
      const end = this.#left.indexOf('\n')
      if (end >= 0) {
        const line = this.#left.slice(0, end)
        this.#left = this.#left.slice(end + 1)
        return line
      }
      const chunk = this.#ended ? undefined : yield* this.#source.read()
      if (chunk === undefined) {
        this.#ended = true
        const line = this.#left === '' ? undefined : this.#left
        this.#left = ''
        return line
      }
      this.#left += chunk
    }
  }

  *read(): Co<string | undefined> {
    if (this.#left === '') return this.#ended ? undefined : yield* this.#source.read()
    const text = this.#left
    this.#left = ''
    return text
  }
}
