// What a file system is made of. Directories are shared by reference: mounting a volume puts its directory into the tree.

/** A file; `zeros` is how many NUL bytes follow its text (dd from /dev/zero), which nobody needs to hold. */
export interface FileNode {
  readonly kind: 'file'
  text: string
  zeros: number
  mode: number
  uid: number
  gid: number
  modified: number
  /** Told of every change: what `tail -f` waits for. */
  watchers: Set<() => void> | undefined
}

/** A directory. */
export interface DirectoryNode {
  readonly kind: 'directory'
  readonly entries: Map<string, FsNode>
  mode: number
  uid: number
  gid: number
  modified: number
  watchers: Set<() => void> | undefined
}

/** Something that reads and writes elsewhere: /dev/null, a process's own output. */
export interface DeviceNode {
  readonly kind: 'device'
  readonly read: () => string
  readonly write: (text: string) => void
  /** Has no end when read: what it is full of. */
  readonly endless?: 'zeros' | 'random'
}

/** A symbolic link. */
export interface LinkNode {
  readonly kind: 'link'
  readonly target: string
}

/** A mounted volume: `node` seen read-only or not. */
export interface MountNode {
  readonly kind: 'mount'
  readonly node: DirectoryNode | FileNode
  readonly readOnly: boolean
}

/** Anything with a name. */
export type FsNode = FileNode | DirectoryNode | DeviceNode | LinkNode | MountNode
/** What a path leads to: mounts seen through. */
export type Reached = Exclude<FsNode, MountNode>

/** Makes a file. */
export const fileNode = (text: string, modified = 0, mode = 0o644, uid = 0, gid = 0): FileNode => ({
  kind: 'file',
  text,
  zeros: 0,
  mode,
  uid,
  gid,
  modified,
  watchers: undefined,
})

/** Makes an empty directory. */
export const directoryNode = (modified = 0, mode = 0o755, uid = 0, gid = 0): DirectoryNode => ({
  kind: 'directory',
  entries: new Map(),
  mode,
  uid,
  gid,
  modified,
  watchers: undefined,
})

/** Makes a link. */
export const linkNode = (target: string): LinkNode => ({ kind: 'link', target })

/** Tells who waits for changes of a node. */
export function touched(node: FileNode | DirectoryNode, now: number): void {
  node.modified = now
  if (node.watchers === undefined) return
  for (const watcher of [...node.watchers]) watcher()
}

/** Calls `watcher` on every change of a node; returns how to stop. */
export function watch(node: FileNode | DirectoryNode, watcher: () => void): () => void {
  node.watchers ??= new Set()
  node.watchers.add(watcher)
  return () => node.watchers?.delete(watcher)
}

/** The bytes of a tree's files. */
export function treeSize(node: FsNode): number {
  if (node.kind === 'file') return Buffer.byteLength(node.text) + node.zeros
  if (node.kind !== 'directory') return 0
  let size = 0
  for (const entry of node.entries.values()) size += treeSize(entry)
  return size
}

/** Disks give out space in pieces of so many bytes. */
const BLOCK = 4096

/** What a tree takes of a disk: every file in whole blocks, every directory one block, one inode each. */
export function diskUsage(node: FsNode): { bytes: number; inodes: number } {
  if (node.kind === 'mount' || node.kind === 'device') return { bytes: 0, inodes: 0 }
  if (node.kind === 'link') return { bytes: 0, inodes: 1 }
  if (node.kind === 'file') return { bytes: Math.ceil(treeSize(node) / BLOCK) * BLOCK, inodes: 1 }
  const total = { bytes: BLOCK, inodes: 1 }
  for (const entry of node.entries.values()) {
    const { bytes, inodes } = diskUsage(entry)
    total.bytes += bytes
    total.inodes += inodes
  }
  return total
}

/** What is made in a directory of this mode has its group. */
export const SET_GID = 0o2000
/** What is in a directory of this mode is taken away by its owners only. */
export const STICKY = 0o1000

/** Gives a tree to a group, which may read it, and write it unless it is read-only. Upstream: SetVolumeOwnership in pkg/volume. */
export function giveToGroup(node: FsNode, gid: number, readOnly: boolean): void {
  if (node.kind !== 'file' && node.kind !== 'directory') return
  node.gid = gid
  node.mode |= readOnly ? 0o440 : 0o660
  if (node.kind === 'file') return
  node.mode |= SET_GID | 0o110
  for (const inner of node.entries.values()) giveToGroup(inner, gid, readOnly)
}
