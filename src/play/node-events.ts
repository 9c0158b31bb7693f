// What happens to a node from outside, as several families of sentences say it.
import type { NodeEvent } from '../cluster/port.ts'
import type { KindRef } from '../language/nodes.ts'
import { readYamlFile } from './manifests.ts'
import type { Play, Target } from './play.ts'
import type { Failure } from './result.ts'

const NODE: KindRef = { word: 'node', apiVersion: 'v1', kind: 'Node', key: 'nodes', namespaced: false }

/** A node by name. */
export const nodeTarget = (name: string): Target => ({ kind: NODE, namespace: '', name })

/** Lets it happen; the node is `it` from then on. */
export async function happenToNode(play: Play, node: string, event: NodeEvent): Promise<Failure | undefined> {
  const cluster = await play.cluster()
  play.it = nodeTarget(node)
  const why = await cluster.happenToNode(node, event)
  return why === undefined ? undefined : { summary: why }
}

/** Lets it happen to one node, or to every node there is. */
export async function onNodes(play: Play, node: string | undefined, event: NodeEvent): Promise<Failure | undefined> {
  if (node !== undefined) return happenToNode(play, node, event)
  for (const { name } of play.stage.nodes ?? [{ name: 'node-1' }]) {
    const failure = await happenToNode(play, name, event)
    if (failure !== undefined) return failure
  }
  return undefined
}

/** Puts a file into a node's folder of static pods, over the one of its name. */
export async function putStaticPod(play: Play, node: string, file: string): Promise<Failure | undefined> {
  const read = readYamlFile(play.options.manifests, file)
  if ('summary' in read) return read
  return happenToNode(play, node, { is: 'hasStaticPod', file: nameOfFile(file), manifest: read.value })
}

/** The name a file has in the folder, wherever it was taken from. */
export const nameOfFile = (file: string): string => file.slice(file.lastIndexOf('/') + 1)
