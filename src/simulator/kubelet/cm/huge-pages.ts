// Which sizes of huge pages a node's kernel knows. It tells of each whether any are set aside or not, so a node has all of them in its
// status, mostly as 0. Limits: kernels whose pages have 4Ki, on the two architectures most clusters run on; of others nothing is said.
// Upstream: CapacityFromMachineInfo in pkg/kubelet/cadvisor/util.go, which reads /sys/kernel/mm/hugepages; the kernel's
// Documentation/arch/x86/x86_64/mm.rst and Documentation/arch/arm64/hugetlbpage.rst.
import type { ResourceList } from '../../../model/resource-list.ts'

const amd64: ResourceList = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0' }
const arm64: ResourceList = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', 'hugepages-32Mi': '0', 'hugepages-64Ki': '0' }
const unknown: ResourceList = {}

/** None of each. */
export function hugePageSizes(os = 'linux', arch = 'amd64'): ResourceList {
  if (os !== 'linux') return unknown
  return arch === 'amd64' ? amd64 : arch === 'arm64' ? arm64 : unknown
}
