// What happens to nodes, and what is done to them. Sentences: grammar/*/when/node.peggy.
import type { Tail, Taint } from '../../language/nodes.ts'
import { isMap } from '../compare/path.ts'
import type { SentenceFamily } from '../contract.ts'
import { befall } from '../faults.ts'
import { nodeTarget } from '../node-events.ts'
import { isRefusal, type Play } from '../play.ts'
import { patchObject, readObject } from '../requests.ts'

/** Plays when/node. */
export const family: SentenceFamily = {
  handlers: {
    'when/node/down': ({ node }, play) => setUp(play, node, false),
    'when/node/back': ({ node }, play) => setUp(play, node, true),
    'when/node/partitioned': ({ node }, play) => befall(play, { is: 'partition', node, on: true }, node),
    'when/node/heals': ({ node }, play) => befall(play, { is: 'partition', node, on: false }, node),
    'when/node/kubelet': ({ node, what }, play) => befall(play, { is: 'kubelet', node, what }, node),
    'when/node/cordon': ({ node, tail }, play) => setUnschedulable(play, node, true, tail),
    'when/node/uncordon': ({ node, tail }, play) => setUnschedulable(play, node, false, tail),
    'when/node/taint': ({ node, taint, tail }, play) =>
      setTaints(play, node, tail, (taints) => [
        ...taints.filter((t) => t.key !== taint.key || t.effect !== taint.effect),
        taint,
      ]),
    'when/node/untaint': ({ node, taint: { key, effect }, tail }, play) =>
      setTaints(play, node, tail, (taints) =>
        taints.filter((t) => t.key !== key || (effect !== undefined && t.effect !== effect)),
      ),
  },
}

async function setUp(play: Play, node: string, up: boolean): Promise<undefined> {
  const cluster = await play.cluster()
  await cluster.setNodeUp(node, up)
  play.it = nodeTarget(node)
  return undefined
}

async function setUnschedulable(play: Play, node: string, unschedulable: boolean, tail: Tail): Promise<undefined> {
  const target = nodeTarget(node)
  play.it = target
  const body = { spec: { unschedulable: unschedulable ? true : null } }
  play.record(await patchObject(play, target, body, tail, { manager: 'kubectl-cordon' }), target)
  return undefined
}

async function setTaints(
  play: Play,
  node: string,
  tail: Tail,
  change: (taints: readonly Taint[]) => readonly Taint[],
): Promise<undefined> {
  const target = nodeTarget(node)
  play.it = target
  const found = await readObject(play, target, tail)
  if (isRefusal(found)) {
    play.record(found, target)
    return undefined
  }
  const { spec } = found.body
  const taints = isMap(spec) && Array.isArray(spec['taints']) ? (spec['taints'] as Taint[]) : []
  const body = { spec: { taints: change(taints) } }
  play.record(await patchObject(play, target, body, tail, { type: 'merge', manager: 'kubectl-taint' }), target)
  return undefined
}
