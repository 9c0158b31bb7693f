// What goes wrong while an expression is evaluated. Logical operators may swallow it, so it is thrown, and cheap to make.
// Upstream: cel-go common/types/err.go.

/** An evaluation that failed; `message` is upstream's text. */
export class CelFailure {
  readonly message: string
  /** The budget is used up: nothing may swallow it. */
  readonly cancelled: boolean
  constructor(message: string, cancelled = false) {
    this.message = message
    this.cancelled = cancelled
  }
}

/** Fails with a text. */
export function fail(message: string): never {
  throw new CelFailure(message)
}

export const noSuchOverload = (): never => fail('no such overload')
