// A terminal between a person and the processes of a container: what is typed is shown and handed over line by line, ^C and ^\
// are signals, ^D is the end, lines end in CR LF. Limits: no history, no moving within the line; its size is taken and told nobody.
// Upstream: the line discipline of Linux (drivers/tty/n_tty.c) in its usual, canonical mode.
import type { Sink, Source } from './contract.ts'
import type { Co } from './coroutine.ts'

const INTERRUPT = '\x03'
const END = '\x04'
const QUIT = '\x1c'
const ERASE_LINE = '\x15'
const SIGNALS: Readonly<Record<string, string>> = { [INTERRUPT]: 'SIGINT', [QUIT]: 'SIGQUIT' }

/** Hears the signals of a terminal; returns how to stop. */
type Listen = (signal: (name: string) => void) => () => void

/** A terminal and the programs in front of it. */
export class Terminal implements Source {
  readonly #screen: Sink
  readonly #ready: (string | undefined)[] = []
  readonly #foreground: ((name: string) => void)[] = []
  #line = ''
  #echo = ''
  #gone = false
  #waiting: (() => void) | undefined

  constructor(screen: Sink) {
    this.#screen = screen
  }

  /** What programs write. */
  readonly output: Sink = { write: (text) => this.#screen.write(text.replaceAll('\n', '\r\n')) }

  /** What is typed. */
  type(text: string): void {
    for (const c of text) this.#key(c)
    this.#flush()
    this.#wake()
  }

  /** The line is cut: whoever is in front hears SIGHUP, and there is nothing more to read. */
  hangUp(): void {
    if (this.#gone) return
    this.#gone = true
    this.#wake()
    this.#foreground.at(-1)?.('SIGHUP')
  }

  /** The program that was started last hears what is typed as a signal, until it ends. */
  readonly foreground: Listen = (signal) => {
    this.#foreground.push(signal)
    return () => {
      const at = this.#foreground.lastIndexOf(signal)
      if (at >= 0) this.#foreground.splice(at, 1)
    }
  };

  *read(): Co<string | undefined> {
    while (this.#ready.length === 0) {
      if (this.#gone) return undefined
      yield (resume) => {
        this.#waiting = resume
        return undefined
      }
    }
    return this.#ready.shift()
  }

  #key(c: string): void {
    const signal = SIGNALS[c]
    if (signal !== undefined) {
      this.#line = ''
      this.#echo += c === INTERRUPT ? '^C' : '^\\'
      this.#flush()
      this.#foreground.at(-1)?.(signal)
    } else if (c === '\r' || c === '\n') {
      this.#echo += '\r\n'
      this.#ready.push(`${this.#line}\n`)
      this.#line = ''
    } else if (c === END) {
      this.#ready.push(this.#line === '' ? undefined : this.#line)
      this.#line = ''
    } else if (c === '\x7f' || c === '\b') this.#erase(1)
    else if (c === ERASE_LINE) this.#erase(this.#line.length)
    else {
      this.#line += c
      this.#echo += c < ' ' && c !== '\t' ? `^${String.fromCharCode(c.charCodeAt(0) + 64)}` : c
    }
  }

  #erase(count: number): void {
    const erased = Math.min(count, this.#line.length)
    this.#line = this.#line.slice(0, this.#line.length - erased)
    this.#echo += '\b \b'.repeat(erased)
  }

  /** What was typed is shown before anything it brings about. */
  #flush(): void {
    const shown = this.#echo
    this.#echo = ''
    if (shown !== '') this.#screen.write(shown)
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.()
  }
}
