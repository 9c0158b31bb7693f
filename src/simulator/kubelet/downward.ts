// What a pod may be told of itself: fields and resources, for environment variables and downwardAPI volumes.
// Upstream: pkg/fieldpath/fieldpath.go, podFieldSelectorRuntimeValue in kubelet_pods.go, pkg/api/v1/resource/helpers.go.
import type { Container, Node, Pod, ResourceFieldSelector } from '../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityMilliValue, quantityValue } from '../../model/quantity.ts'
import { quote } from '../../model/quote.ts'

/** What fields are answered from. */
export interface DownwardFacts {
  readonly pod: Pod
  readonly podIp: string
  readonly hostIp: string
  readonly node: Node
}

const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/

/** The value of a field; undefined when there is no such field. */
export function fieldValue(path: string, { pod, podIp, hostIp }: DownwardFacts): string | undefined {
  const keyed = subscript.exec(path)
  if (keyed !== null) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2]!] ?? ''
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name ?? ''
    case 'metadata.namespace':
      return pod.metadata.namespace ?? ''
    case 'metadata.uid':
      return pod.metadata.uid ?? ''
    case 'metadata.labels':
      return mapText(pod.metadata.labels)
    case 'metadata.annotations':
      return mapText(pod.metadata.annotations)
    case 'spec.nodeName':
      return pod.spec.nodeName ?? ''
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? ''
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIp
    case 'status.podIP':
    case 'status.podIPs':
      return podIp
    default:
      return undefined
  }
}

const mapText = (map: Readonly<Record<string, string>> | null | undefined): string =>
  Object.keys(map ?? {})
    .sort()
    .map((key) => `${key}=${quote(map![key]!)}`)
    .join('\n')

/** The value of `limits.memory` and the like, in units of the divisor, rounded up; the node's allocatable where no limit is set. */
export function resourceValue(
  { resource, divisor, containerName }: ResourceFieldSelector,
  container: Container,
  { pod, node }: DownwardFacts,
): string {
  const all = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]
  const of = containerName ? (all.find(({ name }) => name === containerName) ?? container) : container
  const [side, name = ''] = [resource.slice(0, resource.indexOf('.')), resource.slice(resource.indexOf('.') + 1)]
  const { limits, requests } = of.resources ?? {}
  const given = side === 'limits' ? (limits?.[name] ?? node.status.allocatable?.[name]) : requests?.[name]
  if (given === undefined) return '0'
  const amount = mustParseQuantity(given)
  const unit = mustParseQuantity(divisor === undefined || divisor === '0' ? '1' : divisor)
  if (name === 'cpu') return String(Math.ceil(quantityMilliValue(amount) / quantityMilliValue(unit)))
  return String(Math.ceil(quantityValue(amount) / Math.max(quantityValue(unit), 1)))
}
