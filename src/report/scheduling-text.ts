// What the scheduler thought of each node, as aligned lines: the node it chose, the others by score, then the refused. Nodes it
// thought the same of share a line; of many lines only the first are shown.
import { cellsWide } from '../language/display-width.ts'
import type { NodeThought, SchedulingAttempt } from '../play/result.ts'
import { oneLine } from './plain-text.ts'
import type { Paint } from './text-paint.ts'

const LINES = 12
const NAMES = 3

/** One line for each group of nodes, not indented. */
export function schedulingLines(attempt: SchedulingAttempt, paint: Paint): readonly string[] {
  const groups = groupsOf(attempt)
  const shown = groups.slice(0, LINES)
  const columns = scoreColumns(shown)
  const names = shown.map(namesText)
  const totals = shown.map(({ thought }) => (thought.total === undefined ? '' : String(thought.total)))
  const wide = (texts: readonly string[]): number => Math.max(0, ...texts.map(cellsWide))
  const [nameWidth, totalWidth] = [wide(names), wide(totals)]
  const lines = shown.map((group, i) => {
    const { thought, chosen } = group
    const name = pad(names[i]!, nameWidth)
    if (thought.reasons !== undefined) {
      const who = thought.refusedBy === undefined ? '' : `${thought.refusedBy}: `
      return `${paint.bad('✗')} ${name}  ${who}${oneLine(thought.reasons.join(', '))}`
    }
    const told = thought.scores === undefined ? 'the only one left' : scoresText(thought.scores, columns)
    const total = totalWidth === 0 ? '' : `${paint.strong(totals[i]!.padStart(totalWidth))}  `
    return `${chosen ? paint.good('→') : ' '} ${chosen ? paint.good(name) : name}  ${total}${told}`.trimEnd()
  })
  const rest = groups.slice(LINES).reduce((sum, { nodes }) => sum + nodes.length, 0)
  return rest === 0 ? lines : [...lines, paint.faint(`  and ${rest} more nodes`)]
}

interface Group {
  readonly thought: NodeThought
  readonly nodes: string[]
  readonly chosen: boolean
}

function groupsOf({ node: chosen, nodes }: SchedulingAttempt): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const thought of nodes) {
    const { node, ...same } = thought
    const key = JSON.stringify([node === chosen, same])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { thought, nodes: [node], chosen: node === chosen })
    else group.nodes.push(node)
  }
  return [...groups.values()].sort((a, b) => Number(b.chosen) - Number(a.chosen) || rankOf(b) - rankOf(a))
}

// Those with a score first, the best of them first; the refused in the scheduler's order.
const rankOf = ({ thought }: Group): number => (thought.reasons === undefined ? (thought.total ?? 0) : -1)

function namesText({ nodes }: Group): string {
  const rest = nodes.length - NAMES
  return nodes.slice(0, NAMES).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

interface Column {
  readonly plugin: string
  readonly width: number
}

/** The plugins that gave any of the nodes anything. */
function scoreColumns(groups: readonly Group[]): readonly Column[] {
  const widths = new Map<string, number>()
  for (const { thought } of groups)
    for (const [plugin, score] of Object.entries(thought.scores ?? {}))
      if (score !== 0 || widths.has(plugin)) widths.set(plugin, Math.max(widths.get(plugin) ?? 0, String(score).length))
  return [...widths].map(([plugin, width]) => ({ plugin, width }))
}

function scoresText(scores: Readonly<Record<string, number>>, columns: readonly Column[]): string {
  return columns.map(({ plugin, width }) => `${plugin} ${String(scores[plugin] ?? 0).padStart(width)}`).join(', ')
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - cellsWide(text)))
