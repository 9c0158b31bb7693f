// The grammar as a network of states, and what may come after a state. ANTLR's messages are questions to this network.
// Upstream: antlr4 runtime ATN, LL1Analyzer.
import { GRAMMAR, type Part } from './grammar.ts'

/** What a state is, as far as recovery asks. */
export type StateKind = 'basic' | 'blockStart' | 'loopEntry' | 'loopBack' | 'ruleStop'

export interface Edge {
  readonly to: State
  /** Taken with one of these tokens. */
  readonly types?: readonly number[]
  /** Taken through a rule, which goes on at `to`. */
  readonly rule?: string
  readonly precedence?: number
  /** Only in rules entered with at most this precedence. */
  readonly atLeast?: number
}

export interface State {
  readonly id: number
  readonly kind: StateKind
  readonly edges: Edge[]
}

/** Stands for "the end of the rule" in sets of tokens. */
export const RULE_END = -2

/** How a part is walked: its first state, and what the reader does there. */
export type Step =
  | { readonly is: 'token'; readonly state: State; readonly types: readonly number[] }
  | {
      readonly is: 'rule'
      readonly state: State
      readonly rule: string
      readonly precedence: number
      readonly after: State
    }
  | { readonly is: 'seq'; readonly steps: readonly Step[] }
  | { readonly is: 'choice'; readonly state: State; readonly alternatives: readonly Step[]; readonly adaptive: boolean }
  | { readonly is: 'optional'; readonly state: State; readonly step: Step }
  | {
      readonly is: 'star'
      readonly state: State
      /** Where the reader stands after an item. */
      readonly back: State
      readonly step: Step
      readonly adaptive: boolean
    }
  | {
      readonly is: 'plus'
      readonly state: State
      readonly back: State
      readonly step: Step
      readonly adaptive: boolean
    }

export interface Rule {
  readonly start: State
  readonly stop: State
  readonly step: Step
}

class Builder {
  #count = 0

  state(kind: StateKind = 'basic'): State {
    return { id: this.#count++, kind, edges: [] }
  }

  /** Lays a part between two states. */
  build(part: Part, from: State, to: State): Step {
    switch (part.is) {
      case 'token':
        from.edges.push({ to, types: part.types })
        return { is: 'token', state: from, types: part.types }
      case 'rule':
        from.edges.push({ to, rule: part.rule, precedence: part.precedence })
        return { is: 'rule', state: from, rule: part.rule, precedence: part.precedence, after: to }
      case 'atLeast': {
        const inner = this.state()
        from.edges.push({ to: inner, atLeast: part.precedence })
        return this.build(part.part, inner, to)
      }
      case 'seq':
        return this.#sequence(part.parts, from, to)
      case 'choice':
        return this.#choice(part, from, to)
      case 'optional':
        return this.#optional(part.part, from, to)
      case 'star':
        return this.#star(part, from, to)
      case 'plus':
        return this.#plus(part, from, to)
    }
  }

  #sequence(parts: readonly Part[], from: State, to: State): Step {
    let at = from
    const steps = parts.map((part, i) => {
      const next = i === parts.length - 1 ? to : this.state()
      const step = this.build(part, at, next)
      at = next
      return step
    })
    return { is: 'seq', steps }
  }

  #entered(from: State, kind: StateKind): State {
    const state = this.state(kind)
    from.edges.push({ to: state })
    return state
  }

  #choice(part: Extract<Part, { is: 'choice' }>, from: State, to: State): Step {
    const state = this.#entered(from, 'blockStart')
    const alternatives = part.alternatives.map((alternative) => {
      const start = this.state()
      state.edges.push({ to: start })
      return this.build(alternative, start, to)
    })
    return { is: 'choice', state, alternatives, adaptive: part.adaptive }
  }

  #optional(part: Part, from: State, to: State): Step {
    const state = this.#entered(from, 'blockStart')
    const inner = this.state()
    state.edges.push({ to: inner }, { to })
    return { is: 'optional', state, step: this.build(part, inner, to) }
  }

  #star({ part, adaptive }: Extract<Part, { is: 'star' }>, from: State, to: State): Step {
    const state = this.#entered(from, 'loopEntry')
    const back = this.state('loopBack')
    const inner = this.state()
    state.edges.push({ to: inner }, { to })
    back.edges.push({ to: state })
    return { is: 'star', state, back, step: this.build(part, inner, back), adaptive }
  }

  #plus({ part, adaptive }: Extract<Part, { is: 'plus' }>, from: State, to: State): Step {
    const state = this.#entered(from, 'blockStart')
    const inner = this.state()
    const back = this.state('loopBack')
    state.edges.push({ to: inner })
    back.edges.push({ to: state }, { to })
    return { is: 'plus', state, back, step: this.build(part, inner, back), adaptive }
  }
}

/** The rules, laid out. */
export function network(): ReadonlyMap<string, Rule> {
  const builder = new Builder()
  return new Map(
    Object.entries(GRAMMAR).map(([name, part]) => {
      const start = builder.state()
      const stop = builder.state('ruleStop')
      return [name, { start, stop, step: builder.build(part, start, stop) }]
    }),
  )
}

/** The tokens that may come next in this state, RULE_END when the rule may end there. */
export function nextTokens(rules: ReadonlyMap<string, Rule>, from: State): ReadonlySet<number> {
  const found = new Set<number>()
  look(rules, from, found, new Set())
  return found
}

function look(rules: ReadonlyMap<string, Rule>, state: State, found: Set<number>, seen: Set<State>): void {
  if (seen.has(state)) return
  seen.add(state)
  if (state.kind === 'ruleStop') found.add(RULE_END)
  for (const { to, types, rule } of state.edges) {
    if (types !== undefined) for (const type of types) found.add(type)
    else if (rule === undefined) look(rules, to, found, seen)
    else {
      const inner = new Set<number>()
      look(rules, rules.get(rule)!.start, inner, new Set())
      for (const type of inner) if (type !== RULE_END) found.add(type)
      if (inner.has(RULE_END)) look(rules, to, found, seen)
    }
  }
}
