// What the scheduler thought of each node when it last tried to place a pod. Sentences: grammar/*/then/scheduler.peggy.
import type { Decision, NodeThought } from '../../cluster/port.ts'
import type { Subject, Tail, Wording } from '../../language/nodes.ts'
import { amountText, isAmount } from '../amounts.ts'
import { judgeSubject } from '../claims.ts'
import { isWorded, sameText, wordingText } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'
import { lastDecision, POD } from '../history/scheduling.ts'
import type { Miss } from '../judge.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays then/scheduler. */
export const family: SentenceFamily = {
  handlers: {
    'then/scheduler/refused': (sentence, play) => {
      const { nodes, reason, plugin, not } = sentence
      const text = [
        `was refused ${nodes.map((n) => `node "${n}"`).join(' and ')}`,
        reason && `because ${reason.how === 'exactly' ? `"${reason.text}"` : `of a reason ${wordingText(reason)}`}`,
        plugin && `by plugin "${plugin}"`,
      ]
      return judgeThought(play, sentence, text.filter(Boolean).join(' '), (decision) => {
        for (const node of nodes) {
          const miss = refusalMiss(thoughtOf(decision, node), { node, reason, plugin, not })
          if (miss !== undefined) return miss
        }
        return undefined
      })
    },
    'then/scheduler/scored': (sentence, play) => {
      const { node, amount, plugin } = sentence
      return judgeThought(
        play,
        sentence,
        `gave node "${node}" ${amountText(amount)}${inPlugin(plugin)}`,
        (decision) => {
          const score = scoreOf(decision, node, plugin)
          if (typeof score !== 'number') return score
          if (isAmount(amount, score)) return undefined
          const summary = `gave node "${node}" another score${inPlugin(plugin)}`
          return { summary, expected: amountText(amount), actual: String(score) }
        },
      )
    },
    'then/scheduler/compared': (sentence, play) => {
      const { node, than, compare, plugin } = sentence
      const wanted = `${compare === 'more' ? 'more than' : 'as much as'} node "${than}"${inPlugin(plugin)}`
      return judgeThought(play, sentence, `gave node "${node}" ${wanted}`, (decision) => {
        const score = scoreOf(decision, node, plugin)
        const other = scoreOf(decision, than, plugin)
        if (typeof score !== 'number') return score
        if (typeof other !== 'number') return other
        if (compare === 'more' ? score > other : score === other) return undefined
        return {
          summary: `did not give node "${node}" ${wanted}`,
          actual: `${score} for node "${node}", ${other} for node "${than}"`,
        }
      })
    },
    'then/scheduler/thought': (sentence, play, below) => {
      const rows = below?.type === 'table' ? below.rows : []
      return judgeThought(play, sentence, `had ${rows.length} nodes thought of so`, (decision) => {
        const details = rows.flatMap((row) => rowDetails(decision, row))
        return details.length === 0 ? undefined : { summary: 'had other things thought of its nodes', details }
      })
    },
  },
}

/** Judges the last decision about a pod; without any, nothing said of it holds. */
function judgeThought(
  play: Play,
  { subject, tail }: { readonly subject: Subject; readonly tail: Tail },
  text: string,
  test: (decision: Decision) => Miss | undefined,
): Failure | Promise<Failure | undefined> {
  return judgeSubject(play, subject, tail, {
    text,
    placement: true,
    test(pod, world) {
      if (pod.kind !== POD.kind) return { summary: 'is no pod: schedulers place nothing else' }
      const { cluster } = play.past!
      if (cluster.decisions === undefined) return { summary: 'is placed by a scheduler this cluster cannot look into' }
      const { namespace = '', name = '' } = pod.metadata ?? {}
      const decision = lastDecision(cluster, namespace, name, world.revision)
      return decision === undefined ? { summary: 'has not been looked at by any scheduler' } : test(decision)
    },
  })
}

const inPlugin = (plugin: string | undefined): string => (plugin === undefined ? '' : ` in plugin "${plugin}"`)

const thoughtOf = ({ nodes }: Decision, name: string): NodeThought | undefined =>
  nodes.find(({ node }) => node === name)

interface RefusalWanted {
  readonly node: string
  readonly reason: Wording | undefined
  readonly plugin: string | undefined
  readonly not: boolean
}

function refusalMiss(thought: NodeThought | undefined, { node, reason, plugin, not }: RefusalWanted): Miss | undefined {
  if (thought === undefined) return notLookedAt(node)
  const reasons = thought.reasons ?? []
  const refused =
    thought.reasons !== undefined &&
    (plugin === undefined || thought.refusedBy === plugin) &&
    (reason === undefined || reasons.some((each) => isWorded(reason, each)))
  if (refused !== not) return undefined
  if (not) return { summary: `was refused node "${node}", which must not be`, actual: refusalText(thought) }
  const expected = [plugin, reason && wordingText(reason)].filter(Boolean).join(': ')
  return {
    summary: `was not so refused node "${node}"`,
    ...(expected === '' ? {} : { expected }),
    actual: thought.reasons === undefined ? 'the node was not refused' : refusalText(thought),
  }
}

const refusalText = ({ refusedBy, reasons = [] }: NodeThought): string =>
  [refusedBy, reasons.join(', ')].filter(Boolean).join(': ')

const notLookedAt = (node: string): Miss => ({ summary: `was placed without a look at node "${node}"` })

function scoreOf(decision: Decision, node: string, plugin: string | undefined): number | Miss {
  const thought = thoughtOf(decision, node)
  if (thought === undefined) return notLookedAt(node)
  const score = plugin === undefined ? thought.total : thought.scores?.[plugin]
  if (score !== undefined) return score
  if (thought.reasons !== undefined) return { summary: `was refused node "${node}"`, actual: refusalText(thought) }
  if (thought.scores === undefined) return { summary: `needed no scores: node "${node}" was the only one left` }
  return {
    summary: `has no score for node "${node}"${inPlugin(plugin)}`,
    actual: Object.keys(thought.scores).join(', '),
  }
}

/** What a row says that is not so. */
function rowDetails(decision: Decision, row: Readonly<Record<string, string>>): readonly string[] {
  const name = row['node'] ?? ''
  const thought = thoughtOf(decision, name)
  if (thought === undefined) return [`node "${name}" was not looked at`]
  return Object.entries(row).flatMap(([column, expected]) => {
    const found = cellOf(thought, column)
    if (sameText(expected, found)) return []
    return [`node "${name}", ${column}: expected ${expected || 'nothing'}, found ${found || 'nothing'}`]
  })
}

function cellOf({ node, refusedBy = '', reasons = [], scores, total }: NodeThought, column: string): string {
  if (column === 'node') return node
  if (column === 'refused by') return refusedBy
  if (column === 'reason') return reasons.join(', ')
  const score = column === 'total' ? total : scores?.[column]
  return score === undefined ? '' : String(score)
}
