// `--parallel`: scenarios played by worker threads, told in the order of files and lines whatever thread was first. A unit is
// some scenarios of one file; each thread reads that file's text again, which costs less than sending its tree.
import { Worker } from 'node:worker_threads'
import { IN_THREAD } from './in-thread.ts'
import type { PlannedFile } from './plan.ts'
import type { Played, PlaySettings } from './player.ts'

/** What is sent to a thread. */
export interface Unit {
  readonly file: string
  readonly text: string
  readonly chosen: readonly number[]
}

/** What comes back: all of it played, or why that failed. */
export type UnitAnswer = { readonly played: readonly Played[] } | { readonly error: Error }

const UNIT_SIZE = 16

/** The scenarios of all files, cut into units. */
export function unitsOf(files: readonly PlannedFile[]): readonly Unit[] {
  return files.flatMap(({ file, text, chosen }) => {
    const count = Math.ceil(chosen.length / UNIT_SIZE)
    return Array.from({ length: count }, (_, i) => ({
      file,
      text,
      chosen: chosen.slice(i * UNIT_SIZE, (i + 1) * UNIT_SIZE),
    }))
  })
}

/** Plays the units on so many threads; gives what was played in order. Leaving the loop ends the threads. */
export async function* playInThreads(
  units: readonly Unit[],
  count: number,
  settings: PlaySettings,
): AsyncGenerator<Played> {
  const answers = units.map(() => deferred<readonly Played[]>())
  const workers: Worker[] = []
  let next = 0
  for (let i = 0; i < Math.min(count, units.length); i++) {
    const worker = new Worker(new URL('./cli.cjs', import.meta.url), { workerData: settings, argv: [IN_THREAD] })
    workers.push(worker)
    let current = -1
    const give = (): void => {
      current = next++
      if (current < units.length) worker.postMessage(units[current])
    }
    worker.on('message', (answer: UnitAnswer) => {
      if ('error' in answer) answers[current]!.reject(answer.error)
      else answers[current]!.resolve(answer.played)
      give()
    })
    worker.on('error', (error) => answers[current]?.reject(error))
    give()
  }
  try {
    for (const { promise } of answers) yield* await promise
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  // A later unit may fail before anybody waits for it.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
