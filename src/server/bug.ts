// A mistake of ours while somebody was being served: it is told, and the server goes on for the others.

/** Tells of it on the standard error. */
export function reportBug(error: unknown): void {
  process.stderr.write(`kabuki serve: this is a bug in kabuki: ${error instanceof Error ? error.stack : error}\n`)
}
