// dd: copies in blocks. Zeros that go to a file are counted, not held. Limit: what it says of times is left out; a file that grows
// without end is NotSimulated.
import type { Program, ProgramContext } from '../contract.ts'
import type { Co } from '../coroutine.ts'
import { absolute, FsError } from '../files/file-system.ts'
import { treeSize } from '../files/nodes.ts'
import { endlessSource } from '../shell/endless.ts'
import { readAll } from '../shell/streams.ts'
import { bytesOf, each, nodeAt } from './file-tools.ts'
import { firstBytes } from './filter-tools.ts'

/** dd [if=FILE] [of=FILE] [bs=N] [count=N] */
export const dd: Program = function* (context, args): Co<number> {
  const settings = new Map(args.map((arg) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]))
  const block = bytesOf(settings.get('bs') ?? '512')
  const given = settings.get('count')
  const most = given === undefined ? Number.POSITIVE_INFINITY : block * bytesOf(given)
  const from = settings.get('if')
  const to = settings.get('of')
  const copied = yield* copy(context, from, to, most)
  if (typeof copied !== 'number') return copied.code
  const whole = Math.floor(copied / block)
  const count = `${whole}+${copied > whole * block ? 1 : 0}`
  context.err.write(`${count} records in\n${count} records out\n`)
  return 0
}

/** How many bytes were copied. */
function* copy(
  context: ProgramContext,
  from: string | undefined,
  to: string | undefined,
  most: number,
): Co<number | { readonly code: number }> {
  const { world, cwd } = context
  const endless = from === undefined ? undefined : endlessSource(world, from, cwd)
  let text = ''
  let zeros = 0
  if (endless !== undefined && most === Number.POSITIVE_INFINITY) {
    const target = to === undefined ? undefined : world.files.get(absolute(to, cwd))
    if (target?.kind === 'device') yield () => undefined
    context.err.write('dd: a copy without end is NotSimulated\n')
    return { code: 1 }
  }
  const node = from === undefined ? undefined : world.files.get(absolute(from, cwd))
  if (node?.kind === 'device' && node.endless === 'zeros' && to !== undefined) zeros = most
  else if (endless !== undefined) yield* firstBytes(endless, most, (piece) => (text += piece))
  else if (from === undefined) text = firstOf(yield* readAll(context.input), most)
  else {
    const code = each(context, [from], () => {
      const source = nodeAt(context, from)
      if (source.kind === 'directory') throw new FsError('EISDIR')
      const whole = source.kind === 'file' ? source.text : source.kind === 'device' ? source.read() : ''
      text = firstOf(whole, most)
      zeros = Math.max(Math.min(treeSize(source), most) - Buffer.byteLength(text), 0)
    })
    if (code !== 0) return { code }
  }
  if (to === undefined) {
    context.out.write(text + '\0'.repeat(zeros))
    return Buffer.byteLength(text) + zeros
  }
  const code = each(context, [to], () => world.files.write(absolute(to, cwd), text, false, zeros))
  return code === 0 ? Buffer.byteLength(text) + zeros : { code }
}

const firstOf = (text: string, most: number): string =>
  Buffer.byteLength(text) <= most ? text : Buffer.from(text).subarray(0, most).toString()
