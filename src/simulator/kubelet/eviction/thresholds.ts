// The thresholds of eviction: what is read from the settings, which resource and node condition each signal stands for.
// Where containers write, containerfs, has the thresholds of the file system it lies on.
// Upstream: ParseThresholdConfig, addAllocatableThresholds, UpdateContainerFsThresholds in pkg/kubelet/eviction/helpers.go.
import { parseDuration } from '../../../model/duration.ts'
import { formatQuantity, mustParseQuantity, quantityOf, quantityValue } from '../../../model/quantity.ts'
import type { KubeletSettings } from '../settings.ts'
import type { FileSystemName, FileSystems } from '../stats/file-systems.ts'

/** The conditions of a node under pressure. */
export type PressureCondition = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure'
/** What is to be reclaimed; `inodes` and `pids` are the eviction manager's own names. */
export type StarvedResource = 'memory' | 'ephemeral-storage' | 'inodes' | 'pids'

/** What is observed, with the resource and the condition it stands for. */
export const signals = {
  'memory.available': { resource: 'memory', condition: 'MemoryPressure' },
  'allocatableMemory.available': { resource: 'memory', condition: 'MemoryPressure' },
  'nodefs.available': { resource: 'ephemeral-storage', condition: 'DiskPressure' },
  'nodefs.inodesFree': { resource: 'inodes', condition: 'DiskPressure' },
  'imagefs.available': { resource: 'ephemeral-storage', condition: 'DiskPressure' },
  'imagefs.inodesFree': { resource: 'inodes', condition: 'DiskPressure' },
  'containerfs.available': { resource: 'ephemeral-storage', condition: 'DiskPressure' },
  'containerfs.inodesFree': { resource: 'inodes', condition: 'DiskPressure' },
  'pid.available': { resource: 'pids', condition: 'PIDPressure' },
} as const satisfies Record<string, { resource: StarvedResource; condition: PressureCondition }>

/** The name of a signal. */
export type Signal = keyof typeof signals

/** A quantity, or a part of what there is. */
export type ThresholdValue = { readonly quantity: string } | { readonly part: number }

/** Less than this is too little; a hard threshold has no grace period. */
export interface Threshold {
  readonly signal: Signal
  readonly value: ThresholdValue
  /** Milliseconds. */
  readonly grace: number
  readonly minReclaim?: ThresholdValue
}

/** The thresholds a kubelet has, hard ones first. */
export function thresholdsOf(settings: KubeletSettings, layout: FileSystems): readonly Threshold[] {
  const known = read.get(settings)
  if (known?.layout === layout) return known.thresholds
  const thresholds = readThresholds(settings, layout === 'separate' ? 'imagefs' : 'nodefs')
  read.set(settings, { layout, thresholds })
  return thresholds
}

/** Many nodes share their settings. */
const read = new WeakMap<KubeletSettings, { layout: FileSystems; thresholds: readonly Threshold[] }>()

function readThresholds(settings: KubeletSettings, containers: FileSystemName): readonly Threshold[] {
  const reclaim = settings.evictionMinimumReclaim
  const list: Threshold[] = []
  const add = (statements: Readonly<Record<string, string>>, grace: (signal: Signal) => number): void => {
    for (const [name, text] of Object.entries(statements)) {
      if (!isSignal(name) || name.startsWith('containerfs.') || text === '0%' || text === '100%') continue
      const minReclaim = reclaim[name] === undefined ? {} : { minReclaim: valueIn(reclaim[name]) }
      list.push({ signal: name, value: valueIn(text), grace: grace(name), ...minReclaim })
    }
  }
  add(settings.evictionHard, () => 0)
  add(settings.evictionSoft, (signal) => milliseconds(settings.evictionSoftGracePeriod[signal] ?? '0s'))
  const memory = list.find(({ signal, grace }) => signal === 'memory.available' && grace === 0)
  if (memory !== undefined) list.push({ ...memory, signal: 'allocatableMemory.available' })
  for (const threshold of [...list]) {
    const { signal } = threshold
    if (signal === `${containers}.available`) list.push({ ...threshold, signal: 'containerfs.available' })
    if (signal === `${containers}.inodesFree`) list.push({ ...threshold, signal: 'containerfs.inodesFree' })
  }
  return list
}

/** The file system a signal is about. */
export function fileSystemOf(signal: Signal): FileSystemName | undefined {
  const name = signal.slice(0, signal.indexOf('.'))
  return name === 'nodefs' || name === 'imagefs' || name === 'containerfs' ? name : undefined
}

/** Whether something is the name of a signal. */
export const isSignal = (name: string): name is Signal => Object.hasOwn(signals, name)

function valueIn(text: string): ThresholdValue {
  if (!text.endsWith('%')) return { quantity: text }
  // Upstream keeps percentages in single precision, and it shows.
  return { part: Math.fround(Math.fround(Number(text.slice(0, -1))) / 100) }
}

/** The amount a threshold stands for where there is so much in all. */
export function amountOf(value: ThresholdValue, capacity: number): number {
  return 'quantity' in value ? quantityValue(mustParseQuantity(value.quantity)) : Math.trunc(capacity * value.part)
}

/** The same as it is told. */
export const amountText = (value: ThresholdValue, capacity: number): string =>
  'quantity' in value
    ? formatQuantity(mustParseQuantity(value.quantity))
    : formatQuantity(quantityOf(amountOf(value, capacity), 'BinarySI'))

/** A duration of the settings in milliseconds. */
export function milliseconds(text: string): number {
  const duration = parseDuration(text)
  if (typeof duration !== 'number') throw new Error(duration.error)
  return duration
}
