// The command line was used wrongly: told in one line with advice, exit code 2, never a stack.

/** A fault in how the command was called. */
export class UsageError extends Error {
  /** One sentence of advice. */
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.name = 'UsageError'
    this.hint = hint
  }
}
