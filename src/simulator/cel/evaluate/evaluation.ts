// One run of a program: the values of its variables, what it has cost, how much it may. Upstream: cel-go interpreter/activation.go.
import { CelFailure } from '../values/failure.ts'
import type { CelValue } from '../values/value.ts'

/** Answers the value of a variable; undefined when there is none. */
export type Activation = (name: string) => CelValue | undefined

/** The state of one run. */
export class Evaluation {
  readonly activation: Activation
  readonly locals: CelValue[] = []
  readonly limit: number
  cost = 0

  constructor(activation: Activation, limit: number) {
    this.activation = activation
    this.limit = limit
  }

  spend(cost: number): void {
    this.cost += cost
    if (this.cost > this.limit) throw new CelFailure('operation cancelled: actual cost limit exceeded', true)
  }
}

/** A part of a program. */
export type Run = (evaluation: Evaluation) => CelValue
