// Sets of CPUs, as the kubelet reads and prints them: `0-3,5`. Upstream: k8s.io/utils/cpuset.

/** A set of CPUs, in no order. */
export type CpuSet = ReadonlySet<number>

const NONE: CpuSet = new Set()

/** The empty set. */
export const noCpus = (): CpuSet => NONE

/** The members from least to greatest. */
export const sorted = (set: Iterable<number>): number[] => [...set].sort((a, b) => a - b)

/** What is in any of the sets. */
export function union(...sets: readonly CpuSet[]): CpuSet {
  const all = new Set<number>()
  for (const set of sets) for (const cpu of set) all.add(cpu)
  return all
}

/** What is in the one and not in the other. */
export function difference(set: CpuSet, other: CpuSet): CpuSet {
  const left = new Set<number>()
  for (const cpu of set) if (!other.has(cpu)) left.add(cpu)
  return left
}

/** What is in both. */
export function intersection(set: CpuSet, other: CpuSet): CpuSet {
  const both = new Set<number>()
  for (const cpu of set) if (other.has(cpu)) both.add(cpu)
  return both
}

/** Whether all of the one is in the other. */
export const isSubset = (set: CpuSet, other: CpuSet): boolean => difference(set, other).size === 0

/** The set as text: ranges, in order. */
export function formatCpus(set: Iterable<number>): string {
  const ranges: [number, number][] = []
  for (const cpu of sorted(set)) {
    const last = ranges.at(-1)
    if (last !== undefined && cpu === last[1] + 1) last[1] = cpu
    else ranges.push([cpu, cpu])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}

/** Reads a set; what is wrong with it in Go's words. */
export function parseCpus(text: string): CpuSet | { readonly error: string } {
  const set = new Set<number>()
  if (text === '') return set
  for (const part of text.split(',')) {
    const dash = part.indexOf('-')
    const ends = dash === -1 ? [part] : [part.slice(0, dash), part.slice(dash + 1)]
    for (const end of ends)
      if (!/^[+-]?[0-9]+$/.test(end)) return { error: `strconv.Atoi: parsing "${end}": invalid syntax` }
    const from = Number(ends[0])
    const to = Number(ends[1] ?? ends[0])
    if (from > to) return { error: `invalid range "${part}" (${from} > ${to})` }
    for (let cpu = from; cpu <= to; cpu++) set.add(cpu)
  }
  return set
}
