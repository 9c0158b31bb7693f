// What the signals say of a node now, and which thresholds are met by it. Upstream: makeSignalObservations, thresholdsMet in
// pkg/kubelet/eviction/helpers.go.
import { formatQuantity, quantityOf } from '../../../model/quantity.ts'
import type { NodeSummary } from '../stats/node-stats.ts'
import { amountOf, type Signal, type StarvedResource, signals, type Threshold } from './thresholds.ts'

/** What there is of something, and what is left. */
export interface Observation {
  readonly available: number
  readonly capacity: number
}

/** One observation per signal. */
export type Observations = Readonly<Record<Signal, Observation>>

/** The signals as a summary gives them. */
export function observe(summary: NodeSummary): Observations {
  const { memory, allocatableMemory, disk, inodes, imageDisk, imageInodes, containerDisk, containerInodes, pids } =
    summary
  return {
    'memory.available': memory,
    'allocatableMemory.available': allocatableMemory,
    'nodefs.available': disk,
    'nodefs.inodesFree': inodes,
    'imagefs.available': imageDisk,
    'imagefs.inodesFree': imageInodes,
    'containerfs.available': containerDisk,
    'containerfs.inodesFree': containerInodes,
    'pid.available': pids,
  }
}

/** The thresholds of those given that are met; `reclaiming` asks for the minimum reclaim on top. */
export function met(thresholds: readonly Threshold[], observed: Observations, reclaiming: boolean): Threshold[] {
  return thresholds.filter(({ signal, value, minReclaim }) => {
    const { available, capacity } = observed[signal]
    const extra = reclaiming && minReclaim !== undefined ? amountOf(minReclaim, capacity) : 0
    return amountOf(value, capacity) + extra > available
  })
}

const decimal: ReadonlySet<StarvedResource> = new Set(['inodes', 'pids'])

/** An amount of a resource as it is told. */
export const amountIn = (resource: StarvedResource, amount: number): string =>
  formatQuantity(quantityOf(amount, decimal.has(resource) ? 'DecimalSI' : 'BinarySI'))

/** What a signal's observation has left, as it is told. */
export const availableText = (signal: Signal, { available }: Observation): string =>
  amountIn(signals[signal].resource, available)
