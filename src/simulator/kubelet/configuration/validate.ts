// Why a kubelet would not start with what it is configured with. Only what is acted on is judged.
// Upstream: pkg/kubelet/apis/config/validation/validation.go, validation_reserved_memory.go, parseResourceList in
// cmd/kubelet/app/server.go.

import { formatDuration, parseDuration } from '../../../model/duration.ts'
import { isQuantityError, isZero, parseQuantity, sign } from '../../../model/quantity.ts'
import { parseCpus } from '../cm/cpumanager/cpu-set.ts'
import type { KubeletSettings } from '../settings.ts'

const PREFIX = 'invalid configuration:'

/** What is wrong with the settings, in the order it is found; one text in brackets when there are several. */
export function configurationError(settings: KubeletSettings): string | undefined {
  if (!judged.has(settings)) judged.set(settings, judge(settings))
  return judged.get(settings)
}

/** Many nodes share their settings. */
const judged = new WeakMap<KubeletSettings, string | undefined>()

function judge(settings: KubeletSettings): string | undefined {
  const errors = [
    ...imageCollection(settings),
    ...counts(settings),
    ...topologyManager(settings),
    ...shutdown(settings),
    ...swap(settings),
    ...reservedCpus(settings),
    ...reservedMemory(settings),
  ]
  if (errors.length === 0) return reservedAmounts(settings)
  return errors.length === 1 ? errors[0] : `[${[...new Set(errors)].join(', ')}]`
}

function* imageCollection(settings: KubeletSettings): Iterable<string> {
  const { imageGCHighThresholdPercent: high, imageGCLowThresholdPercent: low } = settings
  const inRange = 'must be between 0 and 100, inclusive'
  if (high < 0 || high > 100)
    yield `${PREFIX} imageGCHighThresholdPercent (--image-gc-high-threshold) ${high} ${inRange}`
  if (low < 0 || low > 100) yield `${PREFIX} imageGCLowThresholdPercent (--image-gc-low-threshold) ${low} ${inRange}`
  if (low >= high)
    yield `${PREFIX} imageGCLowThresholdPercent (--image-gc-low-threshold) ${low} must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) ${high}`
}

function* counts({ nodeStatusMaxImages, maxPods = 0, podsPerCore }: KubeletSettings): Iterable<string> {
  if (nodeStatusMaxImages < -1)
    yield `${PREFIX} nodeStatusMaxImages (--node-status-max-images) ${nodeStatusMaxImages} must be -1 or greater`
  if (maxPods < 0) yield `${PREFIX} maxPods (--max-pods) ${maxPods} must not be a negative number`
  if (podsPerCore < 0) yield `${PREFIX} podsPerCore (--pods-per-core) ${podsPerCore} must not be a negative number`
}

function* swap({ memorySwap: { swapBehavior = '' } }: KubeletSettings): Iterable<string> {
  if (!['', 'NoSwap', 'LimitedSwap'].includes(swapBehavior))
    yield `${PREFIX} memorySwap.swapBehavior "${swapBehavior}" must be one of: "", "LimitedSwap" or "NoSwap"`
}

const topologyPolicies = ['none', 'best-effort', 'restricted', 'single-numa-node']

function* topologyManager({
  topologyManagerPolicy: policy,
  topologyManagerScope: scope,
}: KubeletSettings): Iterable<string> {
  if (!topologyPolicies.includes(policy)) {
    const listed = topologyPolicies.map((each) => `"${each}"`).join(' ')
    yield `${PREFIX} topologyManagerPolicy (--topology-manager-policy) "${policy}" must be one of: [${listed}]`
  }
  if (scope !== 'container' && scope !== 'pod')
    yield `${PREFIX} topologyManagerScope (--topology-manager-scope) "${scope}" must be one of: "container", or "pod"`
}

function* shutdown(settings: KubeletSettings): Iterable<string> {
  const { shutdownGracePeriod: all, shutdownGracePeriodCriticalPods: critical } = settings
  const [a, c] = [milliseconds(all), milliseconds(critical)]
  if (a === undefined || c === undefined) return
  if (c > a)
    yield `${PREFIX} shutdownGracePeriodCriticalPods ${formatDuration(c)} must be <= shutdownGracePeriod ${formatDuration(a)}`
  const wrong = (ms: number) => ms < 0 || (ms > 0 && ms < 1000)
  const either = 'must be either zero or otherwise >= 1 sec'
  if (wrong(a)) yield `${PREFIX} shutdownGracePeriod ${formatDuration(a)} ${either}`
  if (wrong(c)) yield `${PREFIX} shutdownGracePeriodCriticalPods ${formatDuration(c)} ${either}`
  if (settings.shutdownGracePeriodByPodPriority.length > 0 && (a > 0 || c > 0))
    yield `${PREFIX} Cannot specify both shutdownGracePeriodByPodPriority and shutdownGracePeriod at the same time`
}

function milliseconds(text: string): number | undefined {
  const duration = parseDuration(text)
  return typeof duration === 'number' ? duration : undefined
}

function* reservedCpus({ reservedSystemCPUs: text }: KubeletSettings): Iterable<string> {
  const cpus = parseCpus(text)
  if ('error' in cpus)
    yield `${PREFIX} unable to parse reservedSystemCPUs (--reserved-cpus) ${text}, error: ${cpus.error}`
}

function* reservedMemory(settings: KubeletSettings): Iterable<string> {
  const seen = new Set<string>()
  for (const { numaNode, limits } of settings.reservedMemory)
    for (const [name, amount] of Object.entries(limits)) {
      if (name !== 'memory' && !name.startsWith('hugepages-'))
        yield `${PREFIX} the limit type "${name}" for NUMA node ${numaNode} is not supported, only [memory hugepages-<HugePageSize>] is accepted`
      const quantity = parseQuantity(amount)
      if (!isQuantityError(quantity) && isZero(quantity))
        yield `${PREFIX} reserved memory may not be zero for NUMA node ${numaNode} and resource "${name}"`
      if (seen.has(`${numaNode}/${name}`))
        yield `${PREFIX} the reserved memory has a duplicate value for NUMA node ${numaNode} and resource "${name}"`
      seen.add(`${numaNode}/${name}`)
    }
}

const reservable: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage', 'pid'])

function reservedAmounts({ kubeReserved, systemReserved }: KubeletSettings): string | undefined {
  for (const [flag, list] of [
    ['kube', kubeReserved],
    ['system', systemReserved],
  ] as const)
    for (const [name, amount] of Object.entries(list)) {
      const why = amountError(name, amount)
      if (why !== undefined) return `--${flag}-reserved value failed to parse: ${why}`
    }
  return undefined
}

function amountError(name: string, amount: string): string | undefined {
  if (!reservable.has(name)) return `cannot reserve "${name}" resource`
  const quantity = parseQuantity(amount)
  if (isQuantityError(quantity))
    return `failed to parse quantity "${amount}" for "${name}" resource: ${quantity.message}`
  return sign(quantity) === -1 ? `resource quantity for "${name}" cannot be negative: ${amount}` : undefined
}
