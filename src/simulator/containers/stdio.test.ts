// The main process's streams: who hears its output, who may send it something, and when its input ends.
import { expect, it } from 'vitest'
import { drive } from './coroutine.ts'
import { Stdio, type StdioSpec } from './stdio.ts'

/** A container's streams with what was logged, heard and read. */
function streams(spec: StdioSpec) {
  const [log, heard, read]: string[][] = [[], [], []]
  const stdio = new Stdio(spec, (text, stream) => log!.push(`${stream} ${text}`))
  const next = (): void => {
    drive(stdio.input.read(), (text) => {
      read!.push(text ?? 'end')
      if (text !== undefined) next()
    })
  }
  next()
  const off = stdio.attach((text, stream) => heard!.push(`${stream} ${text}`))
  return { stdio, log, heard, read, off }
}

it('logs all output, and tells it to who is attached', () => {
  const { stdio, log, heard, off } = streams({})
  stdio.print('a\n', 'stdout')
  off()
  stdio.print('b\n', 'stderr')
  expect([log, heard]).toEqual([['stdout a\n', 'stderr b\n'], ['stdout a\n']])
})

it('has an input only where the container says so, which ends with its one visitor', () => {
  const without = streams({})
  without.stdio.send('x')
  expect(without.read).toEqual(['end'])
  const open = streams({ stdin: true })
  open.stdio.send('x')
  open.stdio.sent()
  expect(open.read).toEqual(['x'])
  const once = streams({ stdin: true, stdinOnce: true })
  once.stdio.send('x')
  once.stdio.sent()
  expect(once.read).toEqual(['x', 'end'])
})

it('is a terminal with one stream, which is open also when nobody can type', () => {
  const { stdio, log, read } = streams({ stdin: true, tty: true })
  stdio.print('oops\n', 'stderr')
  stdio.send('hi\r')
  stdio.sent()
  expect([stdio.tty, log, read]).toEqual([true, ['stdout oops\r\n', 'stdout hi\r\n'], ['hi\n']])
  const shown = streams({ tty: true })
  shown.stdio.send('hi\r')
  expect([shown.read, shown.log]).toEqual([[], []])
})
