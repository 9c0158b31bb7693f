// What a kubelet may change of its Node: not its taints, its owners, its config source, nor labels that steer workloads.
// Upstream: admitNode in plugin/pkg/admission/noderestriction/admission.go, kubelet/pkg/apis/well_known_labels.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { quote } from '../../../model/quote.ts'
import type { AdmissionAttributes } from '../contract.ts'
import { refuse } from '../lib/refuse.ts'

type Labels = Readonly<Record<string, string>>

const RESTRICTED = 'node-restriction.kubernetes.io'
const KUBELET_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
])
const KUBELET_NAMESPACES = ['kubelet.kubernetes.io', 'node.kubernetes.io']

/** Judges creations, updates and deletions of nodes. */
export function admitNode(node: string, attributes: AdmissionAttributes): void {
  const { operation, name } = attributes
  const self = `node ${quote(node)}`
  const requested = operation === 'CREATE' ? (attributes.object?.metadata.name ?? '') : name
  if (requested !== node) throw refuse(attributes, `${self} is not allowed to modify node ${quote(requested)}`)
  const now = attributes.object as Node | undefined
  if (operation === 'CREATE' && now !== undefined) {
    if (now.spec.configSource) {
      throw refuse(attributes, `${self} is not allowed to create pods with a non-nil configSource`)
    }
    const labels = forbidden(now.metadata.labels ?? {}, {})
    if (labels.length > 0) {
      throw refuse(attributes, `${self} is not allowed to set the following labels: ${labels.join(', ')}`)
    }
  }
  if (operation === 'UPDATE' && now !== undefined) admitUpdate(self, now, attributes)
}

function admitUpdate(self: string, now: Node, attributes: AdmissionAttributes): void {
  const old = attributes.oldObject as Node
  if (now.spec.configSource && !deepEqual(now.spec.configSource, old.spec.configSource)) {
    throw refuse(attributes, `${self} is not allowed to update configSource to a new non-nil configSource`)
  }
  if (!same(now.spec.taints, old.spec.taints)) throw refuse(attributes, `${self} is not allowed to modify taints`)
  if (!same(now.metadata.ownerReferences, old.metadata.ownerReferences)) {
    throw refuse(attributes, `${self} is not allowed to modify ownerReferences`)
  }
  const labels = forbidden(now.metadata.labels ?? {}, old.metadata.labels ?? {})
  if (labels.length > 0) throw refuse(attributes, `is not allowed to modify labels: ${labels.join(', ')}`)
}

const same = (a: readonly unknown[] | null | undefined, b: readonly unknown[] | null | undefined): boolean =>
  a === b || deepEqual(a ?? [], b ?? [])

/** The changed labels that a kubelet must not change, by name. */
function forbidden(now: Labels, old: Labels): string[] {
  if (now === old) return []
  const keys = new Set([...Object.keys(now), ...Object.keys(old)])
  return [...keys].filter((key) => now[key] !== old[key] && !isOwn(key)).sort()
}

function isOwn(key: string): boolean {
  const at = key.indexOf('/')
  const namespace = at < 0 ? '' : key.slice(0, at)
  if (within(namespace, RESTRICTED)) return false
  if (!within(namespace, 'kubernetes.io') && !within(namespace, 'k8s.io')) return true
  return KUBELET_LABELS.has(key) || KUBELET_NAMESPACES.some((one) => within(namespace, one))
}

const within = (namespace: string, domain: string): boolean => namespace === domain || namespace.endsWith(`.${domain}`)
