// When one pod is taken up again: the kubelet's loop looks once a second for what has waited long enough.
// Upstream: pkg/kubelet/util/queue/work_queue.go, the syncCh of syncLoopIteration in pkg/kubelet/kubelet.go.
import type { Timer } from '../engine/clock.ts'
import type { NodeContext } from './node-context.ts'
import { TICK_MS } from './sync-times.ts'
import { nextTick } from './unsent.ts'

/** What waits of one pod; never more than one thing. */
export class WorkQueue {
  readonly #node: NodeContext
  #timer: Timer | undefined

  constructor(node: NodeContext) {
    this.#node = node
  }

  get waits(): boolean {
    return this.#timer !== undefined
  }

  /** Does it with the first tick after a moment, instead of what waited before. */
  enqueue(time: number, work: () => void): void {
    const { clock, restarted } = this.#node
    this.after(nextTick(restarted.at ?? 0, time, TICK_MS) - clock.now(), work)
  }

  /** Does it so many milliseconds from now, whatever the tick. */
  after(milliseconds: number, work: () => void): void {
    this.#timer?.cancel()
    this.#timer = this.#node.clock.after(milliseconds, () => {
      this.#timer = undefined
      work()
    })
  }

  cancel(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }
}
