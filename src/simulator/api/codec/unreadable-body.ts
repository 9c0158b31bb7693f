// A body whose text could not be read as JSON or YAML. It travels in place of the body, because the message of the refusal
// names the kind the resource takes, which only the request's handler knows.

/** What stands for a body that could not be read. */
export class UnreadableBody {
  /** Why, in upstream's words. */
  readonly error: string
  /** How the text begins, as messages show it. */
  readonly summary: string

  constructor(error: string, summary: string) {
    this.error = error
    this.summary = summary
  }
}
