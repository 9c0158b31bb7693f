// Processes of one container, and what signals do to them.
import type { Moment } from '../coroutine.ts'

/** A command in the background. */
export interface Job {
  readonly pid: number
  readonly done: Moment
  status: number
}

/** Processes of a container, by pid. */
export class ProcessTable {
  readonly #processes = new Map<number, { command: string; signal: (name: string) => void }>()
  #last = 0

  add(command: string, signal: (name: string) => void): number {
    this.#processes.set(++this.#last, { command, signal })
    return this.#last
  }

  remove(pid: number): void {
    this.#processes.delete(pid)
  }

  signal(pid: number, name: string): boolean {
    const process = this.#processes.get(pid)
    if (process !== undefined && name !== '0') process.signal(name)
    return process !== undefined
  }

  list(): { pid: number; command: string }[] {
    return [...this.#processes].map(([pid, { command }]) => ({ pid, command }))
  }
}
