// Thrown where a request cannot go on before somebody outside of the cluster has answered: what was begun is given up, and begun
// anew once the answers are there (simulator/engine/outside.ts). Nobody but who awaits answers may catch it for good.

/** What is to be asked before it is worth trying again. */
export class Unanswered<Call = unknown> {
  /** By what tells one call from another. */
  readonly calls: ReadonlyMap<string, Call>

  constructor(calls: ReadonlyMap<string, Call>) {
    this.calls = calls
  }

  /** Both at once: neither needs the other's answer. */
  and(other: Unanswered<Call> | undefined): Unanswered<Call> {
    return other === undefined ? this : new Unanswered(new Map([...other.calls, ...this.calls]))
  }
}

/** What `make` makes of each; where some want answers, all of theirs are asked for together. */
export function allAnswered<A, B>(items: readonly A[], make: (item: A) => B): B[] {
  const made: B[] = []
  let unanswered: Unanswered | undefined
  for (const item of items) {
    try {
      made.push(make(item))
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      unanswered = error.and(unanswered)
    }
  }
  if (unanswered !== undefined) throw unanswered
  return made
}
