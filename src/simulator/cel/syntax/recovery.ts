// What ANTLR says of a text that is wrong: its default strategy (one token deleted or missed, else skip to where a caller can
// go on) played over the grammar's network. Slow and exact, only run when the quick reader has failed.
// Upstream: antlr4 runtime DefaultErrorStrategy, ParserATNSimulator; cel-go parser.SyntaxError.
import type { CelProblem } from '../source.ts'
import { type Edge, network, nextTokens, RULE_END, type Rule, type State, type Step } from './network.ts'
import { predict } from './prediction.ts'
import { EOF, TOKENS, type Token } from './tokens.ts'

const RECOVERIES = 30
const RESERVED_WORD = /no viable alternative at input '\.(true|false|null)'/

/** Thrown out of a rule: its caller goes on after it. */
class Failure {
  readonly message: string
  readonly token: Token
  constructor(message: string, token: Token) {
    this.message = message
    this.token = token
  }
}

class TooMany {}

/** A rule being read: where its caller goes on. */
interface Frame {
  readonly rule: string
  readonly precedence: number
  readonly after: State | undefined
  readonly caller: Frame | undefined
}

const typeName = (type: number): string => (type === EOF ? '<EOF>' : (TOKENS[type] ?? ''))

function namesOf(types: ReadonlySet<number>): string {
  const sorted = [...types].sort((a, b) => a - b)
  const names = sorted.map(typeName)
  return names.length === 1 ? names[0]! : `{${names.join(', ')}}`
}

const escaped = (text: string): string => text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
const shownToken = ({ text }: Token): string => `'${escaped(text)}'`

let rules: ReadonlyMap<string, Rule> | undefined

/** The syntax errors of these tokens. */
export function syntaxProblems(tokens: readonly Token[]): readonly CelProblem[] {
  rules ??= network()
  const reader = new RecoveringReader(rules, tokens)
  reader.read()
  return reader.problems
}

class RecoveringReader {
  readonly problems: CelProblem[] = []
  readonly #rules: ReadonlyMap<string, Rule>
  readonly #tokens: readonly Token[]
  readonly #next = new Map<State, ReadonlySet<number>>()
  #at = 0
  #recovering = false
  #lastErrorAt = -1
  #lastErrorStates = new Set<State>()
  #recoveries = 0
  #state: State
  #frame: Frame = { rule: 'start', precedence: 0, after: undefined, caller: undefined }

  constructor(rules: ReadonlyMap<string, Rule>, tokens: readonly Token[]) {
    this.#rules = rules
    this.#tokens = tokens
    this.#state = rules.get('start')!.start
  }

  read(): void {
    try {
      this.#rule('start', 0, undefined)
    } catch (stop) {
      if (!(stop instanceof TooMany)) throw stop
    }
  }

  #token(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!
  }

  get #type(): number {
    return this.#token().type
  }

  #consume(): void {
    if (this.#type !== EOF) this.#at++
  }

  #nextOf(state: State): ReadonlySet<number> {
    let known = this.#next.get(state)
    if (known === undefined) {
      known = nextTokens(this.#rules, state)
      this.#next.set(state, known)
    }
    return known
  }

  #rule(name: string, precedence: number, after: State | undefined): void {
    const caller = this.#frame
    this.#frame = { rule: name, precedence, after, caller: after === undefined ? undefined : caller }
    const { start, step } = this.#rules.get(name)!
    this.#state = start
    try {
      this.#walk(step)
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      this.#report(failure.message, failure.token)
      this.#recover()
    }
    this.#frame = caller
    if (after !== undefined) this.#state = after
  }

  #walk(step: Step): void {
    if (step.is !== 'seq') this.#state = step.state
    switch (step.is) {
      case 'seq':
        for (const one of step.steps) this.#walk(one)
        break
      case 'token':
        this.#match(step.types)
        break
      case 'rule':
        this.#rule(step.rule, step.precedence, step.after)
        break
      case 'choice': {
        this.#sync()
        const alternative = step.adaptive ? this.#predict(step.state) : this.#firstFit(step.state)
        this.#walk(step.alternatives[alternative]!)
        break
      }
      case 'optional':
        this.#sync()
        if (this.#nextOf(step.state.edges[0]!.to).has(this.#type)) this.#walk(step.step)
        break
      case 'star':
        this.#star(step)
        break
      case 'plus':
        this.#plus(step)
    }
  }

  #star({ state, back, step, adaptive }: Extract<Step, { is: 'star' }>): void {
    const more = (): boolean =>
      adaptive ? this.#predict(state) === 0 : this.#nextOf(state.edges[0]!.to).has(this.#type)
    this.#sync()
    while (more()) {
      this.#walk(step)
      this.#state = back
      this.#sync()
      this.#state = state
    }
  }

  #plus({ state, back, step, adaptive }: Extract<Step, { is: 'plus' }>): void {
    const more = (): boolean =>
      adaptive ? this.#predict(back) === 0 : this.#nextOf(state.edges[0]!.to).has(this.#type)
    this.#sync()
    do {
      this.#walk(step)
      this.#state = back
      this.#sync()
    } while (more())
  }

  #firstFit(state: State): number {
    const fit = state.edges.findIndex(({ to }) => this.#nextOf(to).has(this.#type))
    if (fit < 0) throw this.#noViable(this.#at)
    return fit
  }

  #predict(state: State): number {
    const outcome = predict(this.#rules, state, this.#stack(), this.#frame.precedence, (i) => this.#token(i).type)
    if (typeof outcome === 'number') return outcome
    throw this.#noViable(this.#at + outcome.failedAt)
  }

  #noViable(until: number): Failure {
    const end = Math.min(until, this.#tokens.length - 1)
    const input = this.#tokens.slice(this.#at, end + 1)
    const text = input[0]?.type === EOF ? '<EOF>' : textOf(input)
    return new Failure(`no viable alternative at input '${escaped(text)}'`, this.#tokens[end]!)
  }

  /** Where the callers go on, innermost first. */
  #stack(): readonly State[] {
    const states: State[] = []
    for (let frame: Frame | undefined = this.#frame; frame?.after !== undefined; frame = frame.caller)
      states.push(frame.after)
    return states
  }

  /** All that may come next, callers asked where rules may end. */
  #expected(from: State): ReadonlySet<number> {
    const found = new Set<number>()
    let following = this.#nextOf(from)
    for (const after of this.#stack()) {
      for (const type of following) if (type !== RULE_END) found.add(type)
      if (!following.has(RULE_END)) return found
      following = this.#nextOf(after)
    }
    for (const type of following) found.add(type === RULE_END ? EOF : type)
    return found
  }

  #match(types: readonly number[]): void {
    if (types.includes(this.#type)) {
      this.#recovering = false
      this.#lastErrorStates.clear()
      this.#lastErrorAt = -1
      this.#consume()
      return
    }
    this.#attempt()
    if (this.#deleteOne()) {
      // The token after the unwanted one is the one that was looked for.
      this.#consume()
      return
    }
    if (this.#missOne()) return
    throw this.#mismatch()
  }

  #mismatch(): Failure {
    const message = `mismatched input ${shownToken(this.#token())} expecting ${namesOf(this.#expected(this.#state))}`
    return new Failure(message, this.#token())
  }

  #deleteOne(): boolean {
    const expected = this.#expected(this.#state)
    if (!expected.has(this.#token(1).type)) return false
    this.#reportUnwanted()
    this.#consume()
    this.#recovering = false
    this.#lastErrorStates.clear()
    this.#lastErrorAt = -1
    return true
  }

  #missOne(): boolean {
    const following = this.#state.edges[0]!.to
    if (!this.#expected(following).has(this.#type)) return false
    const expected = namesOf(this.#expected(this.#state))
    this.#say(`missing ${expected} at ${shownToken(this.#token())}`, this.#token())
    return true
  }

  #reportUnwanted(): void {
    const expected = namesOf(this.#expected(this.#state))
    this.#say(`extraneous input ${shownToken(this.#token())} expecting ${expected}`, this.#token())
  }

  /** Says something, once until the reader is on its feet again. */
  #say(message: string, token: Token): void {
    if (this.#recovering) return
    this.#recovering = true
    this.#report(message, token, true)
  }

  #report(message: string, token: Token, always = false): void {
    if (this.#recovering && !always) return
    this.#recovering = true
    const said = message.replace(RESERVED_WORD, "mismatched input '$1' expecting IDENTIFIER")
    this.problems.push({ offset: token.offset, message: `Syntax error: ${said}` })
  }

  /** Before a decision: is the next token one that can be decided on? */
  #sync(): void {
    if (this.#recovering) return
    const next = this.#nextOf(this.#state)
    if (next.has(RULE_END) || next.has(this.#type)) return
    if (this.#state.kind === 'loopBack') {
      this.#reportUnwanted()
      const until = new Set([...this.#expected(this.#state), ...this.#recoverySet()])
      this.#consumeUntil(until)
      return
    }
    if (!this.#deleteOne()) throw this.#mismatch()
  }

  #attempt(): void {
    if (this.#recoveries++ < RECOVERIES) return
    this.problems.push({ offset: -1, message: `Syntax error: error recovery attempt limit exceeded: ${RECOVERIES}` })
    throw new TooMany()
  }

  #recover(): void {
    this.#attempt()
    // The same place in the same state twice: no progress, so one token is given up.
    if (this.#lastErrorAt === this.#at && this.#lastErrorStates.has(this.#state)) this.#consume()
    this.#lastErrorAt = this.#at
    this.#lastErrorStates.add(this.#state)
    this.#consumeUntil(this.#recoverySet())
  }

  /** What may come after any rule being read. */
  #recoverySet(): ReadonlySet<number> {
    const found = new Set<number>()
    for (const after of this.#stack()) for (const type of this.#nextOf(after)) if (type !== RULE_END) found.add(type)
    return found
  }

  #consumeUntil(until: ReadonlySet<number>): void {
    while (this.#type !== EOF && !until.has(this.#type)) this.#consume()
  }
}

/** The text between the first and the last of them, as it stands. */
function textOf(tokens: readonly Token[]): string {
  let text = ''
  let at = tokens[0]?.offset ?? 0
  for (const token of tokens) {
    if (token.type === EOF) return text
    text += ' '.repeat(Math.max(0, token.offset - at)) + token.text
    at = token.offset + token.text.length
  }
  return text
}

export type { Edge }
