// The hardware of a node as tables have it: NUMA nodes, sockets, threads, caches, huge pages, devices.
import type { AllocateAnswer, DeviceSpec, NodeSpec, NumaNodeSpec } from '../cluster/port.ts'
import { isQuantityError, parseQuantity } from '../model/quantity.ts'
import { isMap } from './compare/path.ts'

const MAX_NUMA_NODES = 30
const NUMA = 'NUMA nodes are written as a number, or as "cpus=0-3 memory=8Gi; cpus=4-7 memory=8Gi"'
const HUGE = 'hugepages-'
const CPUS = /^[0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*$/
const RESOURCE = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/

/** What a row says of the hardware; a text when it cannot be understood. */
export function hardwareOf(
  row: Readonly<Record<string, string>>,
): Pick<NodeSpec, 'machine' | 'devicePlugins'> | string {
  const { numa = '', sockets = '', threads = '', caches = '', devices = '' } = row
  const numaNodes = numaNodesOf(numa)
  if (typeof numaNodes === 'string') return numaNodes
  const counts: { sockets?: number; threadsPerCore?: number; uncoreCaches?: number } = {}
  for (const [field, text] of [
    ['sockets', sockets],
    ['threadsPerCore', threads],
    ['uncoreCaches', caches],
  ] as const) {
    if (text === '') continue
    if (!/^[1-9][0-9]*$/.test(text)) return `"${text}" is no number of ${countedAs[field]}`
    counts[field] = Number(text)
  }
  const hugepages = hugepagesOf(row['huge pages'] ?? '')
  if (typeof hugepages === 'string') return hugepages
  const devicePlugins = pluginsOf(devices)
  if (typeof devicePlugins === 'string') return devicePlugins
  const machine = {
    ...(numaNodes === undefined ? {} : { numaNodes }),
    ...counts,
    ...(hugepages === undefined ? {} : { hugepages }),
  }
  return {
    ...(Object.keys(machine).length > 0 ? { machine } : {}),
    ...(devicePlugins.length > 0 ? { devicePlugins } : {}),
  }
}

const countedAs = { sockets: 'sockets', threadsPerCore: 'threads', uncoreCaches: 'caches' }

function hugepagesOf(text: string): Record<string, string> | undefined | string {
  if (text === '') return undefined
  const amounts: Record<string, string> = {}
  for (const part of text.split(',').map((each) => each.trim())) {
    const [name = '', amount = ''] = part.split('=')
    const size = name.startsWith(HUGE) ? parseQuantity(name.slice(HUGE.length)) : undefined
    if (size === undefined || isQuantityError(size) || isQuantityError(parseQuantity(amount)))
      return `huge pages are written as hugepages-2Mi=1Gi, not "${text}"`
    amounts[name] = amount
  }
  return amounts
}

function numaNodesOf(text: string): number | readonly NumaNodeSpec[] | undefined | string {
  if (text === '') return undefined
  const nodes: NumaNodeSpec[] = []
  if (/^[0-9]+$/.test(text)) {
    const count = Number(text)
    return count >= 1 && count <= MAX_NUMA_NODES ? count : `a node has between 1 and ${MAX_NUMA_NODES} NUMA nodes`
  }
  for (const part of text.split(';')) {
    const node = numaNodeOf(part.trim())
    if (node === undefined) return `${NUMA}, not "${text}"`
    nodes.push(node)
  }
  return nodes.length <= MAX_NUMA_NODES ? nodes : `a node has between 1 and ${MAX_NUMA_NODES} NUMA nodes`
}

function numaNodeOf(text: string): NumaNodeSpec | undefined {
  let node: NumaNodeSpec = {}
  for (const pair of text.split(/\s+/)) {
    const [key = '', value = ''] = pair.split('=')
    if (key === 'cpus' && CPUS.test(value)) node = { ...node, cpus: value }
    else if (key === 'distances' && /^[0-9]+(?:,[0-9]+)*$/.test(value))
      node = { ...node, distances: value.split(',').map(Number) }
    else if (isQuantityError(parseQuantity(value))) return undefined
    else if (key === 'memory') node = { ...node, memory: value }
    else if (key.startsWith(HUGE)) node = { ...node, hugepages: { ...node.hugepages, [key]: value } }
    else return undefined
  }
  return node
}

type Plugins = NonNullable<NodeSpec['devicePlugins']>

function pluginsOf(text: string): Plugins | string {
  const plugins: Plugins[number][] = []
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const [resource = '', count = ''] = part.split('=')
    if (!RESOURCE.test(resource) || !/^[0-9]+$/.test(count))
      return `devices are written as example.com/gpu=2, not "${text}"`
    plugins.push({ resource, devices: numberedDevices(resource, Number(count)) })
  }
  return plugins
}

/** So many devices, named after their resource: gpu-0, gpu-1 and so on; they do not say where they are. */
export function numberedDevices(resource: string, count: number): DeviceSpec[] {
  const name = resource.slice(resource.indexOf('/') + 1)
  return Array.from({ length: count }, (_, i) => ({ id: `${name}-${i}`, numa: [], healthy: true }))
}

/** The devices of a table; a text when it cannot be understood. */
export function devicesOf(rows: readonly Readonly<Record<string, string>>[]): DeviceSpec[] | string {
  const devices: DeviceSpec[] = []
  for (const { id = '', numa = '', health = '' } of rows) {
    if (id === '') return 'every device needs an id'
    if (!/^(?:[0-9]+(?:\s*,\s*[0-9]+)*)?$/.test(numa)) return `"${numa}" is no list of NUMA nodes`
    if (!['', 'healthy', 'unhealthy'].includes(health)) return `health is healthy or unhealthy, not "${health}"`
    devices.push({ id, numa: numa === '' ? [] : numa.split(',').map(Number), healthy: health !== 'unhealthy' })
  }
  return devices
}

/** A file system of its own for images: `50Gi`, or `50Gi, images alone` where containers write elsewhere; a text when it is neither. */
export function imageStorageOf(text: string): NodeSpec['imageStorage'] | string {
  if (text === '') return undefined
  const [size = '', rest] = text.split(',').map((each) => each.trim())
  if (isQuantityError(parseQuantity(size)) || (rest !== undefined && rest !== 'images alone'))
    return `image storage is written as 50Gi, or as "50Gi, images alone", not "${text}"`
  return { size, imagesAlone: rest !== undefined }
}

/** What a device plugin answers; a text when it cannot be understood. */
export function answerOf(value: unknown): AllocateAnswer | string {
  const fields = ['envs', 'mounts', 'devices']
  if (!isMap(value) || Object.keys(value).some((name) => !fields.includes(name)))
    return 'a device plugin answers with envs, mounts and devices'
  const { envs = {}, mounts = [], devices = [] } = value
  if (!isMap(envs) || Object.values(envs).some((each) => typeof each !== 'string')) return 'envs are texts by name'
  const paths = ['containerPath', 'hostPath']
  for (const [what, list] of Object.entries({ mounts, devices }))
    if (!Array.isArray(list) || !list.every((each) => isMap(each) && paths.every((p) => typeof each[p] === 'string')))
      return `${what} have a containerPath and a hostPath each`
  return { envs, mounts, devices } as AllocateAnswer
}
