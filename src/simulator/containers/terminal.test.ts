// A terminal: what is typed appears, lines are handed over whole, and keys that are signals.
import { expect, it } from 'vitest'
import { drive } from './coroutine.ts'
import { TextSink } from './shell/streams.ts'
import { Terminal } from './terminal.ts'

/** What is read of a terminal, each read a piece; `end` where it ends. */
function reading(terminal: Terminal): string[] {
  const pieces: string[] = []
  const read = (): void => {
    drive(terminal.read(), (text) => {
      pieces.push(text ?? 'end')
      if (text !== undefined) read()
    })
  }
  read()
  return pieces
}

it('shows what is typed and hands over lines', () => {
  const screen = new TextSink()
  const terminal = new Terminal(screen)
  const pieces = reading(terminal)
  terminal.type('ab')
  expect([screen.text, pieces]).toEqual(['ab', []])
  terminal.type('x\x7fc\rnext\x15new\n\t\x01')
  terminal.output.write('one\ntwo\n')
  expect(pieces).toEqual(['abc\n', 'new\n'])
  expect(screen.text).toBe(`abx\b \bc\r\nnext${'\b \b'.repeat(4)}new\r\n\t^Aone\r\ntwo\r\n`)
})

it('ends a line without its end, or the input, at ^D', () => {
  const terminal = new Terminal(new TextSink())
  const pieces = reading(terminal)
  terminal.type('part\x04\x04')
  expect(pieces).toEqual(['part', 'end'])
})

it('tells the program in front of ^C and of the end of the line', () => {
  const screen = new TextSink()
  const terminal = new Terminal(screen)
  const heard: string[] = []
  terminal.foreground((name) => heard.push(`shell ${name}`))
  const leave = terminal.foreground((name) => heard.push(`sleep ${name}`))
  const pieces = reading(terminal)
  terminal.type('gone\x03')
  leave()
  terminal.type('\x1c')
  terminal.hangUp()
  terminal.hangUp()
  expect(heard).toEqual(['sleep SIGINT', 'shell SIGQUIT', 'shell SIGHUP'])
  expect([screen.text, pieces]).toEqual(['gone^C^\\', ['end']])
})
