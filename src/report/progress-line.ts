// The line at the bottom of a terminal that says how far the run is. Off a terminal it writes nothing.
import type { ReportOutput } from './contract.ts'

const ERASE = '\r\u001b[2K'

/** Drawn after each scenario and erased before anything else is written. */
export class ProgressLine {
  readonly #output: ReportOutput
  #total = 0
  #done = 0
  #failed = 0
  #shown = false

  constructor(output: ReportOutput) {
    this.#output = output
  }

  /** The run begins. */
  start(total: number): void {
    this.#total = total
  }

  /** Writes `text`, then the line below it. */
  advance(text: string, failed: boolean): void {
    this.#done += 1
    if (failed) this.#failed += 1
    if (!this.#output.interactive) {
      if (text !== '') this.#output.write(text)
      return
    }
    const line = `  ${this.#done}/${this.#total}${this.#failed > 0 ? `, ${this.#failed} failed` : ''}`
    this.#output.write(`${this.#shown ? ERASE : ''}${text}${line}`)
    this.#shown = true
  }

  /** Leaves the terminal's line empty. */
  erase(): void {
    if (this.#shown) this.#output.write(ERASE)
    this.#shown = false
  }
}
