// Sets of completion indexes as statuses write them: "1,3-5,7". Upstream: pkg/controller/job/indexed_job_utils.go orderedIntervals.

interface Interval {
  readonly first: number
  last: number
}

const NUMBER = /^[+-]?\d+$/

/** An immutable set of indexes in order. */
export class Indexes {
  readonly intervals: readonly Readonly<Interval>[]

  constructor(intervals: readonly Readonly<Interval>[] = []) {
    this.intervals = intervals
  }

  /** Reads a status' text; what is beyond `completions` is not looked at. */
  static parse(text: string | undefined, completions: number): Indexes {
    const result: Interval[] = []
    for (const part of text ? text.split(',') : []) {
      const [from = '', to] = part.split('-')
      if (!NUMBER.test(from)) continue
      const first = Number(from)
      if (first >= completions) break
      if (to !== undefined && !NUMBER.test(to)) continue
      const last = to === undefined ? first : Math.min(Number(to), completions - 1)
      const previous = result.at(-1)
      if (previous?.last === first - 1) previous.last = last
      else result.push({ first, last })
    }
    return new Indexes(result)
  }

  /** With these too. */
  with(indexes: Iterable<number>): Indexes {
    const added = [...indexes].sort((a, b) => a - b).map((index) => ({ first: index, last: index }))
    return added.length === 0 ? this : this.merge(new Indexes(added))
  }

  merge({ intervals }: Indexes): Indexes {
    const result: Interval[] = []
    for (const { first, last } of [...this.intervals, ...intervals].sort((a, b) => a.first - b.first)) {
      const previous = result.at(-1)
      if (previous === undefined || first > previous.last + 1) result.push({ first, last })
      else if (previous.last < last) previous.last = last
    }
    return new Indexes(result)
  }

  has(index: number): boolean {
    return this.intervals.some(({ first, last }) => first <= index && index <= last)
  }

  get size(): number {
    return this.intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  }

  /** How many of the other set's are in this one. */
  overlap({ intervals }: Indexes): number {
    let count = 0
    for (const a of this.intervals)
      for (const b of intervals) count += Math.max(0, Math.min(a.last, b.last) - Math.max(a.first, b.first) + 1)
    return count
  }

  /** The first `count` indexes below `completions` that are not in it. */
  missing(count: number, completions: number): number[] {
    const result: number[] = []
    let candidate = 0
    const upTo = (end: number): void => {
      for (; candidate < end && result.length < count; candidate++) result.push(candidate)
    }
    for (const { first, last } of this.intervals) {
      upTo(Math.min(first, completions))
      candidate = Math.max(candidate, last + 1)
    }
    upTo(completions)
    return result
  }

  toString(): string {
    return this.intervals
      .map(({ first, last }) => (first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`))
      .join(',')
  }
}
