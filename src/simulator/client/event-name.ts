// Names of events: `<object>.<16 hex digits>`. Upstream appends the time in nanoseconds; so do we, with the writer and a count
// in place of the digits virtual time does not have. Upstream: client-go/tools/record/util/util.go (GenerateEventName).

const NANOS_PER_MILLI = 1_000_000n
/** Names are object names too: at most so long. */
const MAX_NAME = 253

/** Makes the names of one writer's events; two writers do not meet within a millisecond. */
export class EventNames {
  readonly #writer: bigint
  #sequence = 0n

  constructor(writer: string) {
    let hash = 0
    for (let i = 0; i < writer.length; i++) hash = (hash * 31 + writer.charCodeAt(i)) % 1000
    this.#writer = BigInt(hash) * 1000n
  }

  /** A fresh name for an event about an object. */
  next(objectName: string, now: number): string {
    this.#sequence = (this.#sequence + 1n) % 1000n
    const nanos = BigInt(Math.trunc(now)) * NANOS_PER_MILLI + this.#writer + this.#sequence
    const suffix = `.${nanos.toString(16).padStart(16, '0')}`
    return objectName.slice(0, MAX_NAME - suffix.length) + suffix
  }
}
