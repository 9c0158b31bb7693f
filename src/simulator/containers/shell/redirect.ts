// Opens what a command's streams are redirected to.
import type { Sink } from '../contract.ts'
import type { Co } from '../coroutine.ts'
import { absolute, FsError } from '../files/file-system.ts'
import { endlessSource } from './endless.ts'
import { expandText } from './expand.ts'
import type { Shell } from './shell.ts'
import { fileSink, nullSink, type Streams, textSource } from './streams.ts'
import type { Redirect } from './syntax.ts'
import { notOpened } from './words.ts'

/** Opens the redirections of a command; a number when one cannot be opened. */
export function* redirect(shell: Shell, redirects: readonly Redirect[], streams: Streams): Co<Streams | number> {
  if (redirects.length === 0) return streams
  const result = { ...streams }
  for (const { fd, operator, target } of redirects) {
    const text = yield* expandText(shell, target)
    try {
      open(shell, result, fd, operator, text)
    } catch (error) {
      if (!(error instanceof FsError)) throw error
      const problem = notOpened(shell, text, operator !== '<', error)
      shell.complain(streams, problem.text)
      return problem.code
    }
  }
  return result
}

function open(
  shell: Shell,
  result: { -readonly [K in keyof Streams]: Streams[K] },
  fd: number,
  operator: string,
  text: string,
): void {
  if (operator === '<<') result.input = textSource(text)
  else if (operator === '<') {
    if (text === '/dev/stdin') return
    const endless = endlessSource(shell.world, text, shell.cwd)
    result.input = endless ?? textSource(shell.files.read(absolute(text, shell.cwd)))
  } else if (operator === '<&') return
  else if (operator === '>&' || operator === '&>') {
    if (operator === '>&' && (text === '1' || text === '2' || text === '-')) {
      const sink = text === '-' ? nullSink : text === '1' ? result.out : result.err
      if (fd === 2) result.err = sink
      else if (fd === 1) result.out = sink
      return
    }
    result.out = sinkFor(shell, result, text, false)
    result.err = result.out
  } else {
    const sink = sinkFor(shell, result, text, operator === '>>')
    if (fd === 2) result.err = sink
    else if (fd === 1) result.out = sink
  }
}

function sinkFor(shell: Shell, streams: Streams, path: string, append: boolean): Sink {
  if (path === '/dev/stdout' || path === '/dev/fd/1') return streams.out
  if (path === '/dev/stderr' || path === '/dev/fd/2') return streams.err
  const full = absolute(path, shell.cwd)
  shell.files.write(full, '', append)
  return fileSink(shell.files, full)
}
