// What the sentences of a Given share: settings that must come before the cluster starts, and nodes read from tables.
import type { AccessSpec, NodeSpec } from '../cluster/port.ts'
import type { Taint } from '../language/nodes.ts'
import type { Argument } from '../language/tree.ts'
import { hardwareOf, imageStorageOf } from './hardware.ts'
import type { Play } from './play.ts'
import type { Failure } from './result.ts'

/** A failure when the cluster runs already. */
export function tooLate(play: Play, what: string): Failure | undefined {
  return play.running ? { summary: `${what} must be said before anything is done to the cluster` } : undefined
}

/** Says more of how callers are let in, unless the cluster runs already. */
export function setAccess(play: Play, what: string, access: AccessSpec): Failure | undefined {
  const late = tooLate(play, what)
  if (late === undefined) play.stage.access = { ...play.stage.access, ...access }
  return late
}

/** N nodes named node-1, node-2 and so on. */
export function plainNodes(count: number): NodeSpec[] {
  return Array.from({ length: count }, (_, i) => ({ name: `node-${i + 1}` }))
}

/** The nodes of a table. */
export function nodesOf(below: Argument | undefined): NodeSpec[] | Failure {
  const nodes: NodeSpec[] = []
  for (const [i, row] of (below?.type === 'table' ? below.rows : []).entries()) {
    const node = nodeOfRow(row, i)
    if ('summary' in node) return node
    nodes.push(node)
  }
  return nodes
}

const ZONE = 'topology.kubernetes.io/zone'

function nodeOfRow(row: Readonly<Record<string, string>>, index: number): NodeSpec | Failure {
  const { name = '', cpu, memory, pods, storage, zone, os, arch } = row
  const hardware = hardwareOf(row)
  if (typeof hardware === 'string') return { summary: `row ${index + 1}: ${hardware}` }
  const images = imageStorageOf(row['image storage'] ?? '')
  if (typeof images === 'string') return { summary: `row ${index + 1}: ${images}` }
  const labels = labelsOf(row['labels'] ?? '')
  const taints = taintsOf(row['taints'] ?? '')
  if (labels === undefined)
    return { summary: `row ${index + 1}: labels are written as a=b, c=d, not "${row['labels']}"` }
  if (taints === undefined)
    return { summary: `row ${index + 1}: taints are written as key=value:Effect, not "${row['taints']}"` }
  const given = Object.entries({ cpu, memory, pods, 'ephemeral-storage': storage }).filter(
    ([, v]) => v !== undefined && v !== '',
  )
  const allLabels = zone ? { [ZONE]: zone, ...labels } : labels
  return {
    name: name || `node-${index + 1}`,
    ...(given.length > 0 ? { capacity: Object.fromEntries(given) as Record<string, string> } : {}),
    ...(Object.keys(allLabels).length > 0 ? { labels: allLabels } : {}),
    ...(taints.length > 0 ? { taints } : {}),
    ...(os ? { os } : {}),
    ...(arch ? { arch } : {}),
    ...(images === undefined ? {} : { imageStorage: images }),
    ...(row['runtime handlers'] ? { runtimeHandlers: split(row['runtime handlers']) } : {}),
    ...hardware,
  }
}

function labelsOf(text: string): Record<string, string> | undefined {
  const pairs = split(text).map((part) => /^([^=\s]+)=(\S*)$/.exec(part))
  if (pairs.includes(null)) return undefined
  return Object.fromEntries(pairs.map((p) => [p![1]!, p![2]!]))
}

function taintsOf(text: string): Taint[] | undefined {
  const taints = split(text).map((part) =>
    /^([^=:\s]+)(?:=([^:\s]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(part),
  )
  if (taints.includes(null)) return undefined
  return taints.map((t) => ({ key: t![1]!, ...(t![2] ? { value: t![2] } : {}), effect: t![3]! }))
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((s) => s.trim())
    .filter((s) => s !== '')
