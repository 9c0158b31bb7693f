// PodResizeValidator: a pod is resized on Linux only, and to no more than its node can give.
// Upstream: plugin/pkg/admission/podresize/admission.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import { podRequests } from '../../model/pod-resources.ts'
import { compareQuantity, quantityMilliValue, quantityValue, zeroQuantity } from '../../model/quantity.ts'
import { quantitiesOf } from '../../model/resource-list.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

const OS = 'kubernetes.io/os'

/** The PodResizeValidator plugin. */
export const plugin: AdmissionPlugin = {
  name: 'PodResizeValidator',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' && resource.key === 'pods' && subresource === 'resize',
  validate(attributes, { lister }) {
    const pod = attributes.object as Pod
    const { nodeName } = pod.spec
    if (!nodeName || attributes.oldObject?.metadata.generation === pod.metadata.generation) return
    const node = lister.get<Node>('nodes', '', nodeName)
    if (node === undefined) throw refuse(attributes, `node "${nodeName}" not found`)
    const os = node.metadata.labels?.[OS]
    if (os !== undefined && os !== 'linux') {
      const why = `pod resize is only supported on linux nodes, node "${nodeName}" is "${os}"`
      throw refuse(attributes, why, [{ reason: 'UnsupportedPlatform' }])
    }
    const lacking = lackingOn(pod, node)
    if (lacking.length === 0) return
    const why = `node didn't have enough allocatable resources: ${lacking.join('; ')}`
    throw refuse(attributes, why, [{ reason: 'NodeCapacity' }])
  },
}

/** What the pod asks for beyond all that the node has. */
function lackingOn(pod: Pod, { status }: Node): string[] {
  const { cpu = zeroQuantity, memory = zeroQuantity } = quantitiesOf(status?.allocatable)
  const { cpu: askedCpu = zeroQuantity, memory: askedMemory = zeroQuantity } = podRequests(pod)
  const lacking: string[] = []
  if (compareQuantity(askedCpu, cpu) > 0) {
    lacking.push(`cpu, requested: ${quantityMilliValue(askedCpu)}, allocatable: ${quantityMilliValue(cpu)}`)
  }
  if (compareQuantity(askedMemory, memory) > 0) {
    lacking.push(`memory, requested: ${quantityValue(askedMemory)}, allocatable: ${quantityValue(memory)}`)
  }
  return lacking
}
