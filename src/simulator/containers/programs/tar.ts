// tar: files into an archive and out of it (c, x, t with f, C, m, z left out), what `kubectl cp` runs in a container. Texts are those
// of busybox. Limits: files are text, so an archive with others is refused as NotSimulated; links and owners are left out.
import type { Program, ProgramContext } from '../contract.ts'
import type { Co } from '../coroutine.ts'
import { absolute, type FileSystem, FsError } from '../files/file-system.ts'
import { readAll } from '../shell/streams.ts'
import { type TarEntry, tarBytes, tarEntries } from './tar-format.ts'

interface Asked {
  readonly letters: ReadonlySet<string>
  readonly file: string
  readonly directory: string
  readonly names: readonly string[]
}

/** The first word may have its letters without a dash; `f` and `C` take the next word. */
function readArguments(args: readonly string[], cwd: string): Asked {
  const letters = new Set<string>()
  const names: string[] = []
  let file = '-'
  let directory = cwd
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg.startsWith('--') || (i > 0 && !arg.startsWith('-')) || arg === '-') {
      if (!arg.startsWith('--')) names.push(arg)
      continue
    }
    for (const letter of arg.replace(/^-/, '')) {
      letters.add(letter)
      if (letter === 'f') file = args[++i] ?? '-'
      if (letter === 'C') directory = absolute(args[++i] ?? '.', cwd)
    }
  }
  return { letters, file, directory, names }
}

function* tarProgram(context: ProgramContext, args: readonly string[]): Co<number> {
  const asked = readArguments(args, context.cwd)
  const { letters } = asked
  if (letters.has('z') || letters.has('j') || letters.has('J')) {
    context.err.write('tar: compressed archives are NotSimulated\n')
    return 1
  }
  if (context.world.files.get(asked.directory)?.kind !== 'directory') {
    context.err.write(`tar: can't change directory to '${asked.directory}': No such file or directory\n`)
    return 1
  }
  if (letters.has('c')) return create(context, asked)
  if (!letters.has('x') && !letters.has('t')) {
    context.err.write('tar: need at least one option\n')
    return 1
  }
  const archive = asked.file === '-' ? yield* readAll(context.input) : readArchive(context, asked.file)
  if (archive === undefined) return 1
  if (archive.includes('\ufffd')) {
    context.err.write('tar: NotSimulated: files in simulated containers are text, this archive has others\n')
    return 1
  }
  const entries = tarEntries(Buffer.from(archive))
  if (typeof entries === 'string') {
    context.err.write(`tar: ${entries}\n`)
    return 1
  }
  for (const entry of entries) {
    if (letters.has('t')) context.out.write(`${entry.name}\n`)
    else extract(context, asked.directory, entry)
  }
  return 0
}

function readArchive({ world, cwd, err }: ProgramContext, file: string): string | undefined {
  try {
    return world.files.read(absolute(file, cwd))
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    err.write(`tar: can't open '${file}': ${error.message}\n`)
    return undefined
  }
}

function create(context: ProgramContext, { names, directory, file }: Asked): number {
  const { world, err, out } = context
  if (names.length === 0) {
    err.write('tar: empty archive\n')
    return 1
  }
  const entries: TarEntry[] = []
  let code = 0
  let told = false
  for (const name of names) {
    const shown = name.replace(/^\/+/, '')
    if (shown !== name && !told) {
      err.write("tar: removing leading '/' from member names\n")
      told = true
    }
    if (!collect(world.files, absolute(name, directory), shown, entries)) {
      err.write(`tar: ${name}: No such file or directory\ntar: error exit delayed from previous errors\n`)
      code = 1
    }
  }
  const archive = tarBytes(entries).toString()
  if (file === '-') out.write(archive)
  else world.files.write(absolute(file, context.cwd), archive)
  return code
}

/** Adds a file, or a directory with all below it; false when there is none. */
function collect(files: FileSystem, path: string, shown: string, entries: TarEntry[]): boolean {
  const node = files.get(path)
  if (node === undefined) return false
  if (node.kind !== 'file' && node.kind !== 'directory') return true
  const { mode, modified } = node
  const facts = { mode, modified: Math.floor(modified / 1000) }
  if (node.kind === 'file') {
    const content = Buffer.concat([Buffer.from(node.text), Buffer.alloc(node.zeros)])
    entries.push({ name: shown, directory: false, content, ...facts })
    return true
  }
  entries.push({ name: `${shown.replace(/\/$/, '')}/`, directory: true, content: Buffer.alloc(0), ...facts })
  for (const name of node.entries.keys())
    collect(files, absolute(name, path), `${shown.replace(/\/$/, '')}/${name}`, entries)
  return true
}

function extract({ world: { files } }: ProgramContext, directory: string, entry: TarEntry): void {
  const path = absolute(entry.name.replace(/^\/+/, ''), directory)
  if (entry.directory) {
    files.makeDirectory(path, true)
    return
  }
  const above = path.slice(0, path.lastIndexOf('/'))
  if (above !== '' && files.get(above) === undefined) files.makeDirectory(above, true)
  files.write(path, entry.content.toString())
  const node = files.get(path)
  if (node?.kind === 'file') node.mode = entry.mode & 0o777
}

/** tar {c|x|t}[vmf] [-f FILE] [-C DIR] [FILE…] */
export const tar: Program = function* (context, args) {
  try {
    return yield* tarProgram(context, args)
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    context.err.write(`tar: ${error.message}\n`)
    return 1
  }
}
