// The file system of a container: the image's files, what was mounted into it, and what its processes wrote. In memory, by
// absolute path; permissions as far as a user other than root meets them.
import {
  type DirectoryNode,
  directoryNode,
  type FileNode,
  type FsNode,
  fileNode,
  type Reached,
  SET_GID,
  touched,
} from './nodes.ts'

const texts = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EACCES: 'Permission denied',
  EROFS: 'Read-only file system',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Symbolic link loop',
} as const

/** Why something could not be done. */
export class FsError extends Error {
  readonly code: keyof typeof texts

  constructor(code: keyof typeof texts) {
    super(texts[code])
    this.code = code
  }
}

interface Found {
  readonly node: FsNode | undefined
  readonly parent: DirectoryNode
  readonly name: string
  readonly readOnly: boolean
}

const MAX_LINKS = 20

/** Who makes and reads files. */
export interface FileUser {
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
}

const ROOT: FileUser = { uid: 0, gid: 0, groups: [] }

/** A tree of files as one user sees it. */
export class FileSystem {
  readonly root: DirectoryNode = directoryNode()
  /** The root itself is read-only (securityContext.readOnlyRootFilesystem). */
  readOnlyRoot = false
  /** Told of every change. */
  onChange: (() => void) | undefined
  readonly #now: () => number
  readonly #user: FileUser

  constructor(now: () => number, user: FileUser = ROOT) {
    this.#now = now
    this.#user = user
  }

  now(): number {
    return this.#now()
  }

  /** The node at a path, links followed; undefined when there is none. */
  get(path: string, follow = true): Reached | undefined {
    try {
      return through(this.#find(path, follow).node)
    } catch (error) {
      if (error instanceof FsError) return undefined
      throw error
    }
  }

  /** A file's text. */
  read(path: string): string {
    const node = through(this.#find(path, true).node)
    if (node === undefined) throw new FsError('ENOENT')
    if (node.kind === 'directory') throw new FsError('EISDIR')
    if (node.kind === 'device') return node.read()
    if (node.kind === 'link') throw new FsError('ELOOP')
    if (!this.#may(node, 4)) throw new FsError('EACCES')
    return node.text
  }

  /** Writes a file, making it where it is not there. */
  write(path: string, text: string, append = false, zeros = 0): void {
    const { node: found, parent, name, readOnly } = this.#find(path, true)
    const node = through(found)
    if (node?.kind === 'directory') throw new FsError('EISDIR')
    if (node?.kind === 'device') {
      node.write(text)
      return
    }
    if (readOnly) throw new FsError('EROFS')
    if (node?.kind === 'file') {
      if (!this.#may(node, 2)) throw new FsError('EACCES')
      node.text = append ? node.text + text : text
      node.zeros = append ? node.zeros + zeros : zeros
      this.#changed(node)
      return
    }
    this.#mayChange(parent)
    const file = fileNode(text, this.#now(), 0o644, this.#user.uid, this.#groupIn(parent))
    file.zeros = zeros
    parent.entries.set(name, file)
    this.#changed(parent)
  }

  /** Makes a directory; with `parents` those above it too. */
  makeDirectory(path: string, parents = false, mode = 0o755): void {
    if (parents) {
      let above = ''
      for (const part of partsOf(path).slice(0, -1)) {
        above += `/${part}`
        if (this.get(above) === undefined) this.makeDirectory(above, false, mode)
      }
    }
    const { node, parent, name, readOnly } = this.#find(path, true)
    if (node !== undefined) {
      if (parents && through(node)?.kind === 'directory') return
      throw new FsError('EEXIST')
    }
    if (readOnly) throw new FsError('EROFS')
    this.#mayChange(parent)
    const inherited = parent.mode & SET_GID
    parent.entries.set(name, directoryNode(this.#now(), mode | inherited, this.#user.uid, this.#groupIn(parent)))
    this.#changed(parent)
  }

  /** Takes a name away. */
  remove(path: string, recursive = false): void {
    const { node, parent, name, readOnly } = this.#find(path, false)
    if (node === undefined) throw new FsError('ENOENT')
    if (node.kind === 'directory' && !recursive) throw new FsError('EISDIR')
    if (readOnly || node.kind === 'mount') throw new FsError('EROFS')
    this.#mayChange(parent)
    parent.entries.delete(name)
    this.#changed(parent)
  }

  /** Puts a node somewhere as it is, over what was there: image files, mounts, devices. */
  place(path: string, node: FsNode): void {
    const parts = partsOf(path)
    const name = parts.pop()
    let directory = this.root
    for (const part of parts) {
      let next = through(directory.entries.get(part))
      if (next?.kind === 'link') next = this.get(`/${next.target}`)
      if (next?.kind === 'file') throw new FsError('ENOTDIR')
      if (next?.kind !== 'directory') {
        next = directoryNode()
        directory.entries.set(part, next)
      }
      directory = next
    }
    if (name !== undefined) directory.entries.set(name, node)
  }

  /** Gives a name to a node that is there, moving or linking. */
  link(path: string, node: FsNode): void {
    const { parent, name, readOnly } = this.#find(path, false)
    if (readOnly) throw new FsError('EROFS')
    this.#mayChange(parent)
    parent.entries.set(name, node)
    this.#changed(parent)
  }

  #find(path: string, follow: boolean): Found {
    let parts = partsOf(path)
    let directory = this.root
    let readOnly = this.readOnlyRoot
    let links = 0
    for (let i = 0; i < parts.length; i++) {
      const name = parts[i]!
      const raw = directory.entries.get(name)
      const last = i === parts.length - 1
      if (raw?.kind === 'link' && (follow || !last)) {
        if (++links > MAX_LINKS) throw new FsError('ELOOP')
        const target = raw.target.startsWith('/') ? raw.target : `/${parts.slice(0, i).join('/')}/${raw.target}`
        parts = [...partsOf(target), ...parts.slice(i + 1)]
        directory = this.root
        readOnly = this.readOnlyRoot
        i = -1
        continue
      }
      if (raw?.kind === 'mount') readOnly = raw.readOnly
      if (last) return { node: raw, parent: directory, name, readOnly }
      const next = through(raw)
      if (next === undefined) throw new FsError('ENOENT')
      if (next.kind !== 'directory') throw new FsError('ENOTDIR')
      directory = next
    }
    return { node: this.root, parent: this.root, name: '.', readOnly: false }
  }

  #changed(node: DirectoryNode | FileNode): void {
    touched(node, this.#now())
    this.onChange?.()
  }

  #mayChange(directory: DirectoryNode): void {
    if (!this.#may(directory, 2)) throw new FsError('EACCES')
  }

  #groupIn(parent: DirectoryNode): number {
    return (parent.mode & SET_GID) === 0 ? this.#user.gid : parent.gid
  }

  #may({ mode, uid, gid }: FileNode | DirectoryNode, bit: number): boolean {
    const { uid: own, gid: group, groups } = this.#user
    if (own === 0 || (mode & bit) !== 0) return true
    if (uid === own && ((mode >> 6) & bit) !== 0) return true
    return (gid === group || groups.includes(gid)) && ((mode >> 3) & bit) !== 0
  }
}

function through(node: FsNode | undefined): Reached | undefined {
  return node?.kind === 'mount' ? node.node : node
}

/** The names of a path, `.` and `..` resolved. */
export function partsOf(path: string): string[] {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return parts
}

/** A path seen from a working directory, as an absolute one. */
export const absolute = (path: string, from: string): string =>
  `/${partsOf(path.startsWith('/') ? path : `${from}/${path}`).join('/')}`
