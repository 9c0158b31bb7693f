// ls, mkdir, rm, touch, cp, mv, ln, chmod and the like: tools that change the tree of files.
import type { Program, ProgramContext } from '../contract.ts'
import { absolute, type FileUser, FsError } from '../files/file-system.ts'
import { directoryNode, fileNode, linkNode, type Reached, SET_GID, STICKY, touched, treeSize } from '../files/nodes.ts'
import { formatDate } from './time-tools.ts'
import { complaint, failedStatus } from './tool-words.ts'
import { userlandOf } from './userland.ts'

/** Splits `-rf` from the names. */
export function optionsOf(args: readonly string[]): { options: Set<string>; names: string[] } {
  const options = new Set<string>()
  const names: string[] = []
  let ended = false
  for (const arg of args) {
    if (!ended && arg === '--') ended = true
    else if (!ended && arg.length > 1 && arg.startsWith('-')) {
      if (arg.startsWith('--')) options.add(arg.slice(2))
      else for (const letter of arg.slice(1)) options.add(letter)
    } else names.push(arg)
  }
  return { options, names }
}

/** Does something for each name and tells what could not be done. */
export function each(
  { name: tool, err, world }: ProgramContext,
  names: readonly string[],
  act: (name: string) => void,
): number {
  const userland = userlandOf(world)
  let code = 0
  for (const name of names) {
    try {
      act(name)
    } catch (error) {
      if (!(error instanceof FsError)) throw error
      err.write(`${tool}: ${complaint(userland, tool, name, error)}\n`)
      code = failedStatus(userland, tool)
    }
  }
  return code
}

/** What a name leads to. */
export const nodeAt = ({ world, cwd }: ProgramContext, name: string): Reached => {
  const node = world.files.get(absolute(name, cwd))
  if (node === undefined) throw new FsError('ENOENT')
  return node
}

const letters = ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx']
const modeText = (mode: number): string => {
  const group = letters[(mode >> 3) & 7]!
  const others = letters[mode & 7]!
  const marked = (text: string, set: boolean, letter: string): string =>
    set ? text.slice(0, 2) + (text.endsWith('x') ? letter : letter.toUpperCase()) : text
  return `${letters[(mode >> 6) & 7]}${marked(group, (mode & SET_GID) !== 0, 's')}${marked(others, (mode & STICKY) !== 0, 't')}`
}

const idText = (id: number): string => (id === 0 ? 'root' : String(id))

function longLine(name: string, node: Reached): string {
  if (node.kind === 'link')
    return `lrwxrwxrwx    1 root     root            12 Jan  1 00:00 ${name} -> ${node.target}\n`
  const mode = node.kind === 'device' ? 0o666 : node.mode
  const time = formatDate(node.kind === 'device' ? 0 : node.modified, '%b %e %H:%M')
  const size = String(node.kind === 'directory' ? 4096 : treeSize(node)).padStart(9, ' ')
  const [owner, group] = node.kind === 'device' ? ['root', 'root'] : [idText(node.uid), idText(node.gid)]
  return `${node.kind === 'directory' ? 'd' : '-'}${modeText(mode)}    1 ${owner.padEnd(8)} ${group.padEnd(8)} ${size} ${time} ${name}\n`
}

const ls: Program = (context, args) => {
  const { options, names } = optionsOf(args)
  const { out, world, cwd } = context
  const line = (name: string, node: Reached): string => (options.has('l') ? longLine(name, node) : `${name}\n`)
  const targets = names.length === 0 ? ['.'] : names
  return each(context, targets, (name) => {
    const path = absolute(name, cwd)
    const node = nodeAt(context, name)
    if (node.kind !== 'directory' || options.has('d')) {
      out.write(line(name, node))
      return
    }
    if (targets.length > 1) out.write(`${name}:\n`)
    if (options.has('l')) out.write('total 0\n')
    if (options.has('a')) for (const entry of ['.', '..']) out.write(line(entry, node))
    for (const entry of [...node.entries.keys()].sort()) {
      if (entry.startsWith('.') && !options.has('a') && !options.has('A')) continue
      const inner = world.files.get(`${path}/${entry}`, false)
      if (inner !== undefined) out.write(line(entry, inner))
    }
  })
}

const mkdir: Program = (context, args) => {
  const { options, names } = optionsOf(args)
  return each(context, names, (name) =>
    context.world.files.makeDirectory(absolute(name, context.cwd), options.has('p')),
  )
}

const rm: Program = (context, args) => {
  const { options, names } = optionsOf(args)
  const { files } = context.world
  return each(context, names, (name) => {
    try {
      files.remove(absolute(name, context.cwd), options.has('r') || options.has('R'))
    } catch (error) {
      if (error instanceof FsError && error.code === 'ENOENT' && options.has('f')) return
      throw error
    }
  })
}

const rmdir: Program = (context, args) =>
  each(context, optionsOf(args).names, (name) => {
    const node = nodeAt(context, name)
    if (node.kind !== 'directory') throw new FsError('ENOTDIR')
    if (node.entries.size > 0) throw new FsError('ENOTEMPTY')
    context.world.files.remove(absolute(name, context.cwd), true)
  })

const touch: Program = (context, args) =>
  each(context, optionsOf(args).names, (name) => {
    const { files } = context.world
    const path = absolute(name, context.cwd)
    const node = files.get(path)
    if (node === undefined) files.write(path, '')
    else if (node.kind === 'file' || node.kind === 'directory') touched(node, files.now())
  })

/** Where a copy goes: into a directory under its own name, else to that name. */
const destination = ({ world, cwd }: ProgramContext, from: string, to: string): string => {
  const path = absolute(to, cwd)
  return world.files.get(path)?.kind === 'directory'
    ? `${path}/${from.split('/').findLast((part) => part !== '') ?? ''}`
    : path
}

function copy(node: Reached, now: number, user: FileUser): Reached {
  if (node.kind === 'file') {
    const file = fileNode(node.text, now, node.mode, user.uid, user.gid)
    file.zeros = node.zeros
    return file
  }
  if (node.kind !== 'directory') return node
  const directory = directoryNode(now, node.mode, user.uid, user.gid)
  for (const [name, inner] of node.entries)
    directory.entries.set(name, copy(inner.kind === 'mount' ? inner.node : inner, now, user))
  return directory
}

const cp: Program = (context, args) => {
  const { options, names } = optionsOf(args)
  const to = names.pop() ?? ''
  const { files, user } = context.world
  return each(context, names, (name) => {
    const node = nodeAt(context, name)
    if (node.kind === 'directory' && !(options.has('r') || options.has('R') || options.has('a')))
      throw new FsError('EISDIR')
    const target = destination(context, name, to)
    if (node.kind === 'file') files.write(target, node.text, false, node.zeros)
    else files.link(target, copy(node, files.now(), user))
  })
}

const mv: Program = (context, args) => {
  const { names } = optionsOf(args)
  const to = names.pop() ?? ''
  return each(context, names, (name) => {
    const node = nodeAt(context, name)
    const target = destination(context, name, to)
    context.world.files.remove(absolute(name, context.cwd), true)
    context.world.files.link(target, node)
  })
}

const ln: Program = (context, args) => {
  const { options, names } = optionsOf(args)
  const [target = '', name = ''] = names
  const missing = options.has('s') ? 0 : each(context, [target], () => nodeAt(context, target))
  if (missing !== 0) return missing
  return each(context, [name], () => {
    const path = destination(context, target, name)
    if (context.world.files.get(path, false) !== undefined && !options.has('f')) throw new FsError('EEXIST')
    context.world.files.link(path, options.has('s') ? linkNode(target) : nodeAt(context, target))
  })
}

const symbolic = /^([ugoa]*)([-+=])([rwxXst]*)$/

/** The new mode of `644`, `+x`, `u=rw`. */
function changedMode(mode: number, text: string): number {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8)
  let result = mode
  for (const part of text.split(',')) {
    const [, who = '', op, what = ''] = symbolic.exec(part) ?? []
    const bits = (what.includes('r') ? 4 : 0) | (what.includes('w') ? 2 : 0) | (/[xX]/.test(what) ? 1 : 0)
    const everyone = who === '' || who.includes('a')
    for (const [letter, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (!everyone && !who.includes(letter)) continue
      if (op === '-') result &= ~(bits << shift)
      else if (op === '+') result |= bits << shift
      else result = (result & ~(7 << shift)) | (bits << shift)
    }
  }
  return result
}

const chmod: Program = (context, args) => {
  const { names } = optionsOf(args.filter((arg) => arg !== '-R'))
  const [mode = '', ...targets] = args[0]?.startsWith('-') === true && args[0] !== '-R' ? [args[0], ...names] : names
  return each(context, targets, (name) => {
    const node = nodeAt(context, name)
    if (node.kind === 'file' || node.kind === 'directory') node.mode = changedMode(node.mode, mode)
  })
}

const chown: Program = (context, args) => {
  const [owner = '', ...targets] = optionsOf(args).names
  return each(context, targets, (name) => {
    const node = nodeAt(context, name)
    if (node.kind !== 'file' && node.kind !== 'directory') return
    const [uid, gid] = owner.split(':').map((text) => (text === 'root' ? 0 : Number(text || Number.NaN)))
    if (uid !== undefined && !Number.isNaN(uid)) node.uid = uid
    if (gid !== undefined && !Number.isNaN(gid)) node.gid = gid
  })
}

const sizes: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  b: 512,
  k: 1024,
  K: 1024,
  m: 1_048_576,
  M: 1_048_576,
  G: 1_073_741_824,
  kB: 1000,
  MB: 1_000_000,
}

/** How many bytes a tool is told: `512`, `1K`, `1M`. */
export function bytesOf(text: string): number {
  const [, number = '', unit = ''] = /^(-?\d+)(\w*)$/.exec(text) ?? []
  return Number(number) * (sizes[unit] ?? 1)
}

const du: Program = (context, args) => {
  const { options, names } = optionsOf(args)
  return each(context, names.length === 0 ? ['.'] : names, (name) => {
    const bytes = treeSize(nodeAt(context, name))
    context.out.write(`${options.has('h') ? `${(bytes / 1_048_576).toFixed(1)}M` : Math.ceil(bytes / 1024)}\t${name}\n`)
  })
}

const readlink: Program = ({ world, cwd, out }, args) => {
  const { names } = optionsOf(args)
  const node = world.files.get(absolute(names[0] ?? '', cwd), false)
  if (node?.kind !== 'link') return 1
  out.write(`${node.target}\n`)
  return 0
}

/** `stat -c FORMAT`, of which name, size and mode are known; what it shows without a format is not. */
const stat: Program = (context, args) => {
  const at = args.indexOf('-c')
  const format = at < 0 ? undefined : args[at + 1]
  const known = format?.replaceAll(/%[nsaF%]/g, '').includes('%') === false
  return each(context, at < 0 ? args : args.toSpliced(at, 2), (name) => {
    const node = nodeAt(context, name)
    if (!known) context.err.write(`stat: ${format ?? 'what it shows without -c'} is NotSimulated\n`)
    else context.out.write(`${format?.replaceAll(/%[nsaF%]/g, (sign) => statPart(sign, name, node))}\n`)
  })
}

function statPart(sign: string, name: string, node: Reached): string {
  if (sign === '%%') return '%'
  if (sign === '%n') return name
  if (sign === '%s') return String(treeSize(node))
  if (sign === '%a') return node.kind === 'file' || node.kind === 'directory' ? node.mode.toString(8) : '666'
  return node.kind === 'directory' ? 'directory' : node.kind === 'file' ? 'regular file' : 'character special file'
}

const mktemp: Program = ({ world, out }, args) => {
  let n = 0
  while (world.files.get(`/tmp/tmp.${n}`) !== undefined) n++
  const path = `/tmp/tmp.${n}`
  if (args.includes('-d')) world.files.makeDirectory(path, true)
  else world.files.write(path, '')
  out.write(`${path}\n`)
  return 0
}

const mkfifo: Program = (context, args) =>
  each(context, optionsOf(args).names, (name) => context.world.files.write(absolute(name, context.cwd), ''))

/** By name. */
export const fileTools: Readonly<Record<string, Program>> = {
  ls,
  mkdir,
  rm,
  rmdir,
  touch,
  cp,
  mv,
  ln,
  chmod,
  chown,
  du,
  readlink,
  stat,
  mktemp,
  mkfifo,
  truncate: (context, args) => {
    const size = Number(args[args.indexOf('-s') + 1] ?? 0)
    return each(context, args.slice(args.indexOf('-s') + 2), (name) =>
      context.world.files.write(absolute(name, context.cwd), '', false, size),
    )
  },
  basename: ({ out }, [path = '', suffix = '']) => {
    const base = path.split('/').findLast((part) => part !== '') ?? '/'
    out.write(`${suffix !== '' && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`)
    return 0
  },
  dirname: ({ out }, [path = '']) => {
    const at = path.lastIndexOf('/')
    out.write(`${at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at)}\n`)
    return 0
  },
  sync: () => 0,
}
