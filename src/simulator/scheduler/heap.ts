// A binary heap whose order is a function, with removal by identity: the scheduling queues.

/** Smallest first, as `less` says. */
export class Heap<T extends object> {
  readonly #items: T[] = []
  readonly #at = new Map<T, number>()
  readonly #less: (a: T, b: T) => boolean

  constructor(less: (a: T, b: T) => boolean) {
    this.#less = less
  }

  get size(): number {
    return this.#items.length
  }

  has(item: T): boolean {
    return this.#at.has(item)
  }

  peek(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    this.#items.push(item)
    this.#at.set(item, this.#items.length - 1)
    this.#up(this.#items.length - 1)
  }

  pop(): T | undefined {
    const top = this.#items[0]
    if (top !== undefined) this.remove(top)
    return top
  }

  remove(item: T): boolean {
    const index = this.#at.get(item)
    if (index === undefined) return false
    const last = this.#items.pop()!
    this.#at.delete(item)
    if (last === item) return true
    this.#items[index] = last
    this.#at.set(last, index)
    this.#up(index)
    this.#down(this.#at.get(last)!)
    return true
  }

  #swap(a: number, b: number): void {
    const itemA = this.#items[a]!
    const itemB = this.#items[b]!
    this.#items[a] = itemB
    this.#items[b] = itemA
    this.#at.set(itemA, b)
    this.#at.set(itemB, a)
  }

  #up(start: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#less(this.#items[index]!, this.#items[parent]!)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #down(start: number): void {
    let index = start
    for (;;) {
      let child = 2 * index + 1
      if (child >= this.#items.length) return
      if (child + 1 < this.#items.length && this.#less(this.#items[child + 1]!, this.#items[child]!)) child++
      if (!this.#less(this.#items[child]!, this.#items[index]!)) return
      this.#swap(index, child)
      index = child
    }
  }
}
