// The world of one container: its files with its mounts, its environment, its place in the network. Made when a process first
// looks; a server that only waits never does. Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go (generateContainerConfig).
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityValue } from '../../model/quantity.ts'
import type { ImageBehaviour, PodNetwork, World } from '../containers/contract.ts'
import { absolute, FileSystem } from '../containers/files/file-system.ts'
import { type DirectoryNode, directoryNode, diskUsage, type FileNode, fileNode } from '../containers/files/nodes.ts'
import { parseReference } from '../containers/reference.ts'
import type { Clock, TimeOfDay } from '../engine/clock.ts'
import { cgroupFiles, type UsableCpus } from './cgroup-files.ts'
import type { ClusterDns } from './dns.ts'
import { expand } from './expansion.ts'
import type { PodHostname } from './hostname.ts'
import { systemFiles } from './system-files.ts'

/** What device plugins bring into a container. */
export interface DeviceFiles {
  /** Paths of devices. */
  readonly devices: readonly string[]
  readonly mounts: readonly {
    readonly containerPath: string
    readonly node: DirectoryNode | FileNode
    readonly readOnly: boolean
  }[]
}

/** What a world is made from. */
export interface WorldParts {
  readonly clock: Clock
  readonly time: TimeOfDay
  readonly pace: World['pace']
  readonly pod: Pod
  readonly container: Container
  readonly image: ImageBehaviour | undefined
  readonly hostname: string
  readonly names: PodHostname
  readonly user: World['user']
  readonly network: PodNetwork
  /** What its kubelet knows of the cluster's DNS. */
  readonly dns: ClusterDns
  environment(): Readonly<Record<string, string>>
  /** What device plugins answered. */
  deviceFiles(): DeviceFiles
  /** Files in which the kernel tells of the container's processes, by path. */
  kernelFiles(): Readonly<Record<string, string>>
  volume(name: string): DirectoryNode | FileNode | undefined
  /** The CPUs it may use now. */
  cpus(): UsableCpus
  print(text: string, stream: 'stdout' | 'stderr'): void
  outOfMemory(): void
  /** It may use more or less of its node than before. */
  consumed(): void
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** A container's world. */
export class ContainerWorld implements World {
  readonly #parts: WorldParts
  #files: FileSystem | undefined
  #env: Readonly<Record<string, string>> | undefined
  /** What a resize has given it. */
  resources: Container['resources'] | undefined
  #base = 0
  #baseInodes = 0
  /** Bytes its program has said it takes. */
  memory: number | undefined
  server: World['server']
  processes: unknown

  constructor(parts: WorldParts) {
    this.#parts = parts
  }

  get clock(): Clock {
    return this.#parts.clock
  }

  get time(): TimeOfDay {
    return this.#parts.time
  }

  get pace(): World['pace'] {
    return this.#parts.pace
  }

  get image(): ImageBehaviour | undefined {
    return this.#parts.image
  }

  get tag(): string {
    return parseReference(this.#parts.container.image ?? '')?.tag ?? ''
  }

  get mounts(): readonly string[] {
    return (this.#parts.container.volumeMounts ?? []).map(({ mountPath }) => mountPath)
  }

  get cpus(): number {
    return this.#parts.cpus().cpus.size
  }

  get hostname(): string {
    return this.#parts.hostname
  }

  get user(): World['user'] {
    return this.#parts.user
  }

  get network(): PodNetwork {
    return this.#parts.network
  }

  get workingDir(): string {
    return this.#parts.container.workingDir || this.#parts.image?.workingDir || '/'
  }

  get memoryLimit(): number | undefined {
    const limit = (this.resources ?? this.#parts.container.resources)?.limits?.['memory']
    return limit === undefined ? undefined : quantityValue(mustParseQuantity(limit))
  }

  get env(): Readonly<Record<string, string>> {
    this.#env ??= {
      PATH,
      HOSTNAME: this.#parts.hostname,
      ...(this.#parts.container.tty === true ? { TERM: 'xterm' } : {}),
      ...this.#parts.image?.env,
      ...this.#parts.environment(),
      HOME: this.#parts.user.uid === 0 ? '/root' : '/',
    }
    return this.#env
  }

  get files(): FileSystem {
    this.#files ??= this.#makeFiles()
    return this.#files
  }

  print(text: string, stream: 'stdout' | 'stderr'): void {
    this.#parts.print(text, stream)
  }

  outOfMemory(): void {
    this.#parts.outOfMemory()
  }

  takeMemory(bytes: number): void {
    this.memory = bytes
    if (this.memoryLimit !== undefined && bytes > this.memoryLimit) this.outOfMemory()
    else this.#parts.consumed()
  }

  /** What was written beside the image and the volumes; undefined when nobody could have written. */
  written(): { readonly bytes: number; readonly inodes: number } | undefined {
    if (this.#files === undefined) return undefined
    const { bytes, inodes } = diskUsage(this.#files.root)
    return { bytes: Math.max(bytes - this.#base, 0), inodes: Math.max(inodes - this.#baseInodes, 0) }
  }

  /** What was written to the file for last words; empty when nobody could have written. */
  terminationMessage(): string {
    if (this.#files === undefined) return ''
    const node = this.#files.get(this.#parts.container.terminationMessagePath || '/dev/termination-log')
    return node?.kind === 'file' ? node.text : ''
  }

  #makeFiles(): FileSystem {
    const { time, container, pod, image, names, network, user, dns } = this.#parts
    const now = time.now()
    const files = new FileSystem(() => time.now(), user)
    for (const name of ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'run', 'usr', 'var'])
      files.place(`/${name}`, directoryNode())
    files.place('/usr/bin', directoryNode())
    files.place('/var/log', directoryNode())
    files.place('/tmp', directoryNode(0, 0o1777))
    const system = systemFiles(names, network.ip, pod, dns)
    for (const [path, text] of Object.entries(system)) files.place(path, fileNode(text))
    for (const [path, text] of Object.entries(this.#parts.kernelFiles())) files.place(path, fileNode(text, 0, 0o444))
    for (const [path, text] of Object.entries(image?.files ?? {})) files.place(path, fileNode(text))
    const limits = () => (this.resources ?? container.resources)?.limits
    for (const [path, read] of cgroupFiles(limits, () => this.#parts.cpus()))
      files.place(path, { kind: 'device', read, write() {} })
    const print = this.#parts.print
    files.place('/dev/null', { kind: 'device', read: () => '', write() {} })
    files.place('/dev/zero', { kind: 'device', read: () => '', write() {}, endless: 'zeros' })
    for (const path of ['/dev/urandom', '/dev/random'])
      files.place(path, { kind: 'device', read: () => '', write() {}, endless: 'random' })
    for (const path of ['/proc/1/fd/1', '/dev/stdout', '/dev/console'])
      files.place(path, { kind: 'device', read: () => '', write: (text) => text !== '' && print(text, 'stdout') })
    for (const path of ['/proc/1/fd/2', '/dev/stderr'])
      files.place(path, { kind: 'device', read: () => '', write: (text) => text !== '' && print(text, 'stderr') })
    files.place(container.terminationMessagePath || '/dev/termination-log', fileNode('', now, 0o666))
    const { devices, mounts } = this.#parts.deviceFiles()
    for (const path of devices) files.place(path, { kind: 'device', read: () => '', write() {} })
    for (const { containerPath, node, readOnly } of mounts)
      files.place(absolute(containerPath, '/'), { kind: 'mount', node, readOnly })
    for (const mount of container.volumeMounts ?? []) this.#mount(files, mount)
    files.readOnlyRoot = container.securityContext?.readOnlyRootFilesystem === true
    const { bytes, inodes } = diskUsage(files.root)
    this.#base = bytes
    this.#baseInodes = inodes
    files.onChange = () => this.#parts.consumed()
    return files
  }

  #mount(files: FileSystem, mount: NonNullable<Container['volumeMounts']>[number]): void {
    let node = this.#parts.volume(mount.name)
    if (node === undefined) return
    const path = mount.subPathExpr ? expand(mount.subPathExpr, (name) => this.env[name]) : mount.subPath || ''
    for (const part of path.split('/').filter((each) => each !== '')) {
      if (node?.kind !== 'directory') return
      let next = node.entries.get(part)
      if (next === undefined) {
        next = directoryNode(this.#parts.time.now(), 0o777)
        node.entries.set(part, next)
      }
      if (next.kind !== 'directory' && next.kind !== 'file') return
      node = next
    }
    files.place(absolute(mount.mountPath, '/'), { kind: 'mount', node, readOnly: mount.readOnly === true })
  }
}
