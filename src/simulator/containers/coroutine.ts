// Work that takes cluster time, written as it reads: a generator that yields what it waits for. Programs in containers and the
// syncs of pods are such coroutines; whoever drives one may stop it at any wait.
import type { Clock } from '../engine/clock.ts'

/** Something to wait for: calls `resume` once when it has come; returns how to stop waiting, where that can be. */
export type Wait = (resume: () => void) => (() => void) | undefined

/** A piece of work with a result. */
export type Co<T> = Generator<Wait, T, void>

/** Waits so many milliseconds of cluster time. */
export const sleep =
  (clock: Clock, milliseconds: number): Wait =>
  (resume) => {
    const timer = clock.after(milliseconds, resume)
    return () => timer.cancel()
  }

/** Runs a coroutine; `ended` gets its result. Returns how to stop it: then `ended` is not called any more. */
export function drive<T>(co: Co<T>, ended: (value: T) => void): () => void {
  let stopped = false
  let running = false
  let callOff: (() => void) | undefined
  const step = (): void => {
    while (!stopped) {
      running = true
      const { done, value } = co.next()
      running = false
      if (stopped) {
        if (done !== true) co.return(undefined as never)
        return
      }
      if (done === true) {
        stopped = true
        ended(value)
        return
      }
      let inside = true
      let resumed = false
      callOff = value(() => {
        if (stopped || resumed) return
        resumed = true
        if (!inside) step()
      })
      inside = false
      if (!resumed) return
    }
  }
  step()
  return () => {
    if (stopped) return
    stopped = true
    callOff?.()
    if (!running) co.return(undefined as never)
  }
}

/** Waits for several at once; goes on when all have ended. */
export const together =
  (works: readonly Co<unknown>[]): Wait =>
  (resume) => {
    let left = works.length
    if (left === 0) resume()
    const stops = works.map((work) =>
      drive(work, () => {
        if (--left === 0) resume()
      }),
    )
    return () => {
      for (const stop of stops) stop()
    }
  }

/** Waits for whichever comes first. */
export const either =
  (...waits: readonly Wait[]): Wait =>
  (resume) => {
    const offs = waits.map((wait) => wait(resume))
    return () => {
      for (const off of offs) off?.()
    }
  }

/** A moment others wait for: comes once, for good. */
export class Moment {
  #come = false
  #waiting: (() => void)[] = []

  get come(): boolean {
    return this.#come
  }

  readonly wait: Wait = (resume) => {
    if (this.#come) resume()
    else this.#waiting.push(resume)
    return undefined
  }

  /** It has come. */
  arrive(): void {
    if (this.#come) return
    this.#come = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }
}
