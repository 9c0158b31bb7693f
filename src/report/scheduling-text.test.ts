import { describe, expect, it } from 'vitest'
import type { NodeThought, SchedulingAttempt } from '../play/result.ts'
import { schedulingLines } from './scheduling-text.ts'
import { paintFor } from './text-paint.ts'

const attempt = (node: string | undefined, nodes: readonly NodeThought[]): SchedulingAttempt => ({
  at: 0,
  by: 'default-scheduler',
  object: 'pod default/web',
  ...(node === undefined ? {} : { node }),
  nodes,
})
const lines = (node: string | undefined, nodes: readonly NodeThought[]): readonly string[] =>
  schedulingLines(attempt(node, nodes), paintFor(false))
const scored = (node: string, NodeAffinity: number, NodeResourcesFit: number): NodeThought => ({
  node,
  scores: { NodeAffinity, ImageLocality: 0, NodeResourcesFit },
  total: NodeAffinity + NodeResourcesFit,
})
const cpu = { refusedBy: 'NodeResourcesFit', reasons: ['Insufficient cpu', 'Insufficient memory'] }

describe('what the scheduler thought', () => {
  it('shows the chosen node, the others by score, the refused; columns line up, wide characters too', () => {
    const nodes = [{ node: '小さい', ...cpu }, scored('slow', 0, 68), scored('slower', 0, 7), scored('fast', 200, 68)]
    expect(lines('fast', nodes)).toEqual([
      '→ fast    268  NodeAffinity 200, NodeResourcesFit 68',
      '  slow     68  NodeAffinity   0, NodeResourcesFit 68',
      '  slower    7  NodeAffinity   0, NodeResourcesFit  7',
      '✗ 小さい  NodeResourcesFit: Insufficient cpu, Insufficient memory',
    ])
  })

  it('puts nodes it thought the same of on one line', () => {
    const refused = Array.from({ length: 5 }, (_, i) => ({ node: `n${i}`, ...cpu }))
    const gone = { node: 'x', reasons: ["node(s) didn't satisfy plugin NodeAffinity"] }
    expect(lines('last', [...refused, { node: 'last' }, gone])).toEqual([
      '→ last                   the only one left',
      '✗ n0, n1, n2 and 2 more  NodeResourcesFit: Insufficient cpu, Insufficient memory',
      "✗ x                      node(s) didn't satisfy plugin NodeAffinity",
    ])
  })

  it('shows the first of many', () => {
    const nodes = Array.from({ length: 20 }, (_, i) => scored(`n${i}`, i, 1))
    const all = lines(undefined, nodes)
    expect([all.length, all[0], all.at(-1)]).toEqual([
      13,
      '  n19  20  NodeAffinity 19, NodeResourcesFit 1',
      '  and 8 more nodes',
    ])
  })
})
