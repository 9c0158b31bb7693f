// Where pods run. Sentences: grammar/*/then/placement.peggy.
import { amountText, isAmount } from '../amounts.ts'
import { judgeSubject, nameOf } from '../claims.ts'
import type { SentenceFamily } from '../contract.ts'
import { judge } from '../judge.ts'
import { complaintsOf } from '../states.ts'
import { kindsOf, nodeOf, objectsOf, resolve } from '../targets.ts'

/** Plays then/placement. */
export const family: SentenceFamily = {
  handlers: {
    'then/placement/on': ({ subject, nodes, not, tail }, play) => {
      const wanted = nodes.map((n) => `"${n}"`).join(' or ')
      return judgeSubject(play, subject, tail, {
        text: `runs on node ${wanted}`,
        not,
        placement: true,
        test: (pod) => {
          const node = nodeOf(pod)
          if (node !== undefined && nodes.includes(node)) return undefined
          const details = complaintsOf(pod)
          return {
            summary: node === undefined ? 'runs on no node' : `runs on node "${node}"`,
            expected: nodes.join(' or '),
            actual: node ?? 'no node',
            ...(details.length > 0 ? { details } : {}),
          }
        },
        found: (pod) => nodeOf(pod),
      })
    },
    'then/placement/nowhere': ({ subject, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: 'runs on no node',
        placement: true,
        test: (pod) => {
          const node = nodeOf(pod)
          return node === undefined
            ? undefined
            : { summary: `runs on node "${node}"`, expected: 'no node', actual: node }
        },
      }),
    'then/placement/spread': ({ subject, amount, tail }, play) => {
      const resolved = resolve(play, subject, tail)
      if ('problem' in resolved) return { summary: resolved.problem }
      const name = nameOf(play, resolved)
      const claim = {
        kinds: kindsOf(resolved),
        text: `${name} run on ${amountText(amount)} nodes`,
        about: [],
        judge(world: Parameters<typeof objectsOf>[0]) {
          const pods = objectsOf(world, resolved)
          const nodes = new Set(pods.map(nodeOf).filter((n) => n !== undefined))
          if (pods.length > 0 && isAmount(amount, nodes.size)) return undefined
          return {
            summary: `${name} run on ${nodes.size} nodes`,
            expected: amountText(amount),
            actual: String(nodes.size),
            details: pods.map((p) => `${p.metadata?.name}: ${nodeOf(p) ?? 'no node'}`),
          }
        },
      }
      return judge(play, claim, tail.time)
    },
  },
}
