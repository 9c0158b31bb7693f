// What the kernel tells a container of its own limits: files of version 2 of control groups, as they are whenever they are read.
// Upstream: pkg/kubelet/kuberuntime/kuberuntime_container_linux.go, milliCPUToQuota in helpers_linux.go; the kernel's
// Documentation/admin-guide/cgroup-v2.rst.
import type { Container } from '../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityMilliValue, quantityValue } from '../../model/quantity.ts'
import { formatCpus } from './cm/cpumanager/cpu-set.ts'

/** The CPUs a container may use, and whether its share of them is limited. */
export interface UsableCpus {
  readonly cpus: ReadonlySet<number>
  readonly quota: boolean
}

const PERIOD_US = 100_000
const MIN_QUOTA_US = 1000
const PAGE = 4096

/** How to read the files, by path. */
export function cgroupFiles(
  limits: () => NonNullable<Container['resources']>['limits'],
  cpus: () => UsableCpus,
): ReadonlyMap<string, () => string> {
  return new Map([
    ['/sys/fs/cgroup/cpu.max', () => `${quotaOf(limits()?.['cpu'], cpus())} ${PERIOD_US}\n`],
    ['/sys/fs/cgroup/memory.max', () => `${bytesOf(limits()?.['memory'])}\n`],
    ['/sys/fs/cgroup/cpuset.cpus.effective', () => `${formatCpus(cpus().cpus)}\n`],
  ])
}

function quotaOf(limit: string | undefined, { quota }: UsableCpus): number | 'max' {
  const milli = limit === undefined ? 0 : quantityMilliValue(mustParseQuantity(limit))
  return milli === 0 || !quota ? 'max' : Math.max(Math.floor((milli * PERIOD_US) / 1000), MIN_QUOTA_US)
}

/** Whole pages. */
function bytesOf(limit: string | undefined): number | 'max' {
  const bytes = limit === undefined ? 0 : quantityValue(mustParseQuantity(limit))
  return bytes === 0 ? 'max' : Math.floor(bytes / PAGE) * PAGE
}
