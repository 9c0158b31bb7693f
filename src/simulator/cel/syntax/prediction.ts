// Which way a decision goes: all ways are followed at once, token by token, until one is left. Ways that end together go to the
// first. Upstream: antlr4 runtime ParserATNSimulator (full context; ambiguity and its reports are not needed).
import type { Rule, State } from './network.ts'
import { EOF } from './tokens.ts'

/** Callers' states, innermost first, as a shared list. */
interface Stack {
  readonly after: State
  readonly rest: Stack | undefined
  readonly key: string
}

interface Way {
  readonly state: State
  readonly alternative: number
  readonly stack: Stack | undefined
  /** Left the rule in which the decision stands. */
  readonly outside: boolean
}

const push = (after: State, rest: Stack | undefined): Stack => ({ after, rest, key: `${after.id},${rest?.key ?? ''}` })

/** The alternative to take, from 0; or at which token ahead none was left. */
export function predict(
  rules: ReadonlyMap<string, Rule>,
  decision: State,
  callers: readonly State[],
  precedence: number,
  typeAt: (ahead: number) => number,
): number | { readonly failedAt: number } {
  let outer: Stack | undefined
  for (const after of [...callers].reverse()) outer = push(after, outer)
  const depth = callers.length
  let ways: Way[] = []
  const seen = new Set<string>()
  for (const [alternative, { to }] of decision.edges.entries()) {
    close(rules, { state: to, alternative, stack: outer, outside: false }, ways, seen, { depth, precedence })
  }
  for (let ahead = 0; ; ahead++) {
    const only = soleAlternative(ways)
    if (only !== undefined && ahead > 0) return only
    const type = typeAt(ahead)
    const reached: Way[] = []
    const closed = new Set<string>()
    for (const way of ways) {
      for (const edge of way.state.edges) {
        if (edge.types?.includes(type)) {
          close(rules, { ...way, state: edge.to }, reached, closed, { depth, precedence: 0 })
        }
      }
    }
    if (reached.length === 0) return finished(ways) ?? { failedAt: ahead }
    ways = reached
    if (type === EOF || ambiguous(ways)) return Math.min(...ways.map(({ alternative }) => alternative))
  }
}

function soleAlternative(ways: readonly Way[]): number | undefined {
  const first = ways[0]?.alternative
  return ways.every(({ alternative }) => alternative === first) ? first : undefined
}

/** Every state is reached by the same alternatives: nothing to come can tell them apart. */
function ambiguous(ways: readonly Way[]): boolean {
  const places = new Map<string, Set<number>>()
  for (const { state, stack, alternative } of ways) {
    const key = `${state.id}|${stack?.key ?? ''}`
    let alternatives = places.get(key)
    if (alternatives === undefined) {
      alternatives = new Set()
      places.set(key, alternatives)
    }
    alternatives.add(alternative)
  }
  const sizes = [...places.values()].map((set) => [...set].sort().join())
  return sizes[0]?.includes(',') === true && sizes.every((size) => size === sizes[0])
}

/** The first alternative that left the rule of the decision before the ways ran out. */
function finished(ways: readonly Way[]): number | undefined {
  const out = ways.filter(({ outside, state }) => outside || state.kind === 'ruleStop')
  return out.length === 0 ? undefined : Math.min(...out.map(({ alternative }) => alternative))
}

interface Bounds {
  /** How many callers there are outside of the decision. */
  readonly depth: number
  /** Edges of the rule of the decision that want more are not taken. */
  readonly precedence: number
}

function close(rules: ReadonlyMap<string, Rule>, way: Way, ways: Way[], seen: Set<string>, bounds: Bounds): void {
  const key = `${way.state.id}|${way.alternative}|${way.stack?.key ?? ''}|${way.outside}`
  if (seen.has(key)) return
  seen.add(key)
  const { state, stack } = way
  if (state.kind === 'ruleStop') {
    if (stack === undefined) ways.push(way)
    else {
      const outside = way.outside || depthOf(stack) <= bounds.depth
      close(rules, { ...way, state: stack.after, stack: stack.rest, outside }, ways, seen, bounds)
    }
    return
  }
  let consuming = false
  for (const edge of state.edges) {
    if (edge.types !== undefined) consuming = true
    else if (edge.rule !== undefined) {
      close(rules, { ...way, state: rules.get(edge.rule)!.start, stack: push(edge.to, stack) }, ways, seen, {
        ...bounds,
        precedence: 0,
      })
    } else if (edge.atLeast === undefined || edge.atLeast >= bounds.precedence || way.outside) {
      close(rules, { ...way, state: edge.to }, ways, seen, bounds)
    }
  }
  if (consuming) ways.push(way)
}

function depthOf(stack: Stack): number {
  let depth = 0
  for (let at: Stack | undefined = stack; at !== undefined; at = at.rest) depth++
  return depth
}
