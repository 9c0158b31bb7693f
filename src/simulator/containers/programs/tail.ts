// tail: the end of a file, and what is added to it (-f, -F). It waits for changes; no polling.
import type { ProgramContext } from '../contract.ts'
import { type Co, sleep } from '../coroutine.ts'
import { absolute, FsError } from '../files/file-system.ts'
import { type FileNode, watch } from '../files/nodes.ts'
import { readAll } from '../shell/streams.ts'
import { bytesOf, optionsOf } from './file-tools.ts'
import { valued } from './filter-tools.ts'
import { complaint } from './tool-words.ts'
import { userlandOf } from './userland.ts'

/** How long memory lasts when a file without end is read. */
const FILL_MS = 300
const RETRY_MS = 1000

/** tail [-f|-F] [-n N|+N] FILE… */
export function* tail(context: ProgramContext, args: readonly string[]): Co<number> {
  const isValue = (at: number): boolean => /^-\w*[nsc]$/.test(args[at - 1] ?? '')
  const plain = args.map((arg, at) => (/^[-+]\d+$/.test(arg) && !isValue(at) ? `-n${arg.replace(/^-/, '')}` : arg))
  const { values, rest } = valued(plain, 'nsc')
  const { options, names } = optionsOf(rest)
  const bytes = values.get('c')
  const end = (text: string): string =>
    bytes === undefined ? lastLines(text, values.get('n') ?? '10') : lastBytes(text, bytes)
  const { world, out, err, cwd } = context
  const userland = userlandOf(world)
  if (names.length === 0) {
    out.write(end(yield* readAll(context.input)))
    return 0
  }
  const retry = options.has('F')
  const follow = retry || options.has('f')
  const opened: { path: string; node: FileNode }[] = []
  let missing = 0
  for (const name of names) {
    const path = absolute(name, cwd)
    const node = world.files.get(path)
    if (node?.kind === 'device' && node.endless !== undefined) {
      yield sleep(world.clock, FILL_MS)
      world.outOfMemory()
      yield () => undefined
    }
    if (node?.kind === 'file') {
      out.write(end(node.text))
      opened.push({ path, node })
    } else if (node?.kind === 'device') out.write(node.read())
    else {
      const error = new FsError(node === undefined ? 'ENOENT' : 'EISDIR')
      err.write(`tail: ${complaint(userland, 'tail', name, error)}\n`)
      missing++
      if (retry) opened.push({ path, node: yield* waitFor(context, path) })
    }
  }
  if (!follow && (userland === 'gnu' || opened.length > 0 || missing === 0)) return missing > 0 ? 1 : 0
  if (opened.length === 0) {
    err.write(`tail: no files${userland === 'gnu' ? ' remaining' : ''}\n`)
    return 1
  }
  for (const { node } of opened) if (missing > 0 && retry) out.write(node.text)
  yield* followAll(context, opened)
  return 0
}

function* waitFor({ world }: ProgramContext, path: string): Co<FileNode> {
  for (;;) {
    const node = world.files.get(path)
    if (node?.kind === 'file') return node
    const parent = world.files.get(path.slice(0, path.lastIndexOf('/')) || '/')
    yield parent?.kind === 'directory'
      ? (resume) => {
          const stop = watch(parent, () => {
            stop()
            resume()
          })
          return stop
        }
      : sleep(world.clock, RETRY_MS)
  }
}

function* followAll({ out }: ProgramContext, opened: readonly { readonly node: FileNode }[]): Co<never> {
  const seen = opened.map(({ node }) => node.text.length)
  const stops = opened.map(({ node }, i) =>
    watch(node, () => {
      const text = node.text
      const from = text.length < seen[i]! ? 0 : seen[i]!
      seen[i] = text.length
      if (text.length > from) out.write(text.slice(from))
    }),
  )
  try {
    for (;;) yield () => undefined
  } finally {
    for (const stop of stops) stop()
  }
}

function lastBytes(text: string, count: string): string {
  const all = Buffer.from(text)
  const wanted = bytesOf(count.replace(/^[-+]/, ''))
  if (count.startsWith('+')) return all.subarray(Math.max(wanted - 1, 0)).toString()
  return wanted === 0 ? '' : all.subarray(-wanted).toString()
}

function lastLines(text: string, count: string): string {
  if (text === '') return ''
  const parts = text.split('\n')
  const ended = parts.at(-1) === ''
  if (ended) parts.pop()
  const kept = count.startsWith('+')
    ? parts.slice(Math.max(Number(count) - 1, 0))
    : Number(count) === 0
      ? []
      : parts.slice(-Number(count))
  return kept.length === 0 ? '' : kept.join('\n') + (ended ? '\n' : '')
}
