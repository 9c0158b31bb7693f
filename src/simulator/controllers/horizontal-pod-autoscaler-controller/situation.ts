// What metrics are judged by, and the little they share: amounts as numbers and back, errors that say what was tried.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { formatQuantity, milliQuantityOf, mustParseQuantity, quantityMilliValue } from '../../../model/quantity.ts'
import type { Metrics } from '../../client/metrics.ts'
import { SyncError } from '../lib/sync-error.ts'
import type { Tolerances } from './replica-calculator.ts'

/** An autoscaler's target at the moment of a round. */
export interface Situation {
  readonly metrics: Metrics
  readonly namespace: string
  /** The target's pods. */
  readonly pods: readonly Pod[]
  readonly specReplicas: number
  readonly statusReplicas: number
  readonly tolerances: Tolerances
  readonly now: number
}

/** What Go makes of a division by no replicas. */
const NOT_A_NUMBER = '-9223372036854775808m'

/** A quantity in thousandths. */
export const milliOf = (quantity: string): number => quantityMilliValue(mustParseQuantity(quantity))

/** Thousandths as a quantity; memory is printed with binary suffixes. */
export const textOf = (milli: number, resource = ''): string =>
  Number.isFinite(milli)
    ? formatQuantity(milliQuantityOf(milli, resource === 'memory' ? 'BinarySI' : 'DecimalSI'))
    : NOT_A_NUMBER

/** An error whose event says less than the error itself. */
export class ToldError extends SyncError {
  readonly told: string

  constructor(told: string, message: string) {
    super(undefined, message)
    this.told = told
  }
}

/** Runs a step; what goes wrong in it is told after `prefix`. */
export function telling<T>(prefix: string, step: () => T): T {
  return mapping(step, ({ status, message }) => new SyncError(status, `${prefix}${message}`))
}

/** The same where the event is without the prefix. */
export function adding<T>(prefix: string, step: () => T): T {
  return mapping(step, ({ message }) => new ToldError(message, `${prefix}${message}`))
}

/** Runs a step, its error replaced. */
export function mapping<T>(step: () => T, replace: (error: SyncError) => SyncError): T {
  try {
    return step()
  } catch (error) {
    throw error instanceof SyncError ? replace(error) : error
  }
}
