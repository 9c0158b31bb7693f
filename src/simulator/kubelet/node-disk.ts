// The node's own disk, as far as pods look at it: hostPath volumes.
import { FileSystem } from '../containers/files/file-system.ts'
import { type DirectoryNode, diskUsage, type FileNode } from '../containers/files/nodes.ts'
import type { TimeOfDay } from '../engine/clock.ts'

/** Made when first looked at. */
export class NodeDisk {
  readonly #clock: TimeOfDay
  #files: FileSystem | undefined

  constructor(clock: TimeOfDay) {
    this.#clock = clock
  }

  /** What a path of the node leads to; with `create` a directory is made where nothing is. */
  at(path: string, create: boolean): DirectoryNode | FileNode | undefined {
    this.#files ??= new FileSystem(() => this.#clock.now())
    for (const usual of ['/var/log', '/var/lib/kubelet', '/tmp', '/etc']) this.#files.makeDirectory(usual, true)
    if (create && this.#files.get(path) === undefined) this.#files.makeDirectory(path, true, 0o777)
    const node = this.#files.get(path)
    return node?.kind === 'directory' || node?.kind === 'file' ? node : undefined
  }

  /** Puts a file there, with the directories above it. */
  put(path: string, text: string): void {
    this.at(path.slice(0, path.lastIndexOf('/')), true)
    this.#files?.write(path, text)
  }

  usage(): { readonly bytes: number; readonly inodes: number } {
    return this.#files === undefined ? { bytes: 0, inodes: 0 } : diskUsage(this.#files.root)
  }
}
