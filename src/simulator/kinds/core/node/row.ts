// A node as a row of a table. Upstream: printNode in pkg/printers/internalversion/printers.go.
import type { Node } from '../../../../generated/api/core.v1.ts'
import { age } from '../../lib/age.ts'

const ROLE_PREFIX = 'node-role.kubernetes.io/'
const ROLE_LABEL = 'kubernetes.io/role'
const UNKNOWN = '<unknown>'
const NONE = '<none>'

/** The cells of the table, those of the wide form last. */
export function nodeRow(node: Node, now: number): readonly unknown[] {
  const info = node.status.nodeInfo
  const kernel = info.kernelVersion || UNKNOWN
  return [
    node.metadata.name,
    statusOf(node),
    rolesOf(node).join(',') || NONE,
    age(node.metadata.creationTimestamp, now),
    info.kubeletVersion,
    addressOf(node, 'InternalIP'),
    addressOf(node, 'ExternalIP'),
    info.osImage || UNKNOWN,
    info.architecture ? `${kernel} (${info.architecture})` : kernel,
    info.containerRuntimeVersion || UNKNOWN,
  ]
}

function statusOf(node: Node): string {
  const ready = node.status.conditions?.findLast(({ type }) => type === 'Ready')
  const status = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return node.spec.unschedulable ? `${status},SchedulingDisabled` : status
}

function rolesOf(node: Node): readonly string[] {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX)) {
      if (key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length))
    } else if (key === ROLE_LABEL && value) roles.add(value)
  }
  return [...roles].sort()
}

const addressOf = (node: Node, type: string): string =>
  node.status.addresses?.find((address) => address.type === type)?.address ?? NONE
