// A log that is followed: what was asked for, then whole lines as they are written, then the end.
import { expect, it } from 'vitest'
import { Moment } from '../containers/coroutine.ts'
import { Clock } from '../engine/clock.ts'
import { ContainerLog, type LogOptions } from './container-log.ts'

function followed(options: LogOptions = {}) {
  const clock = new Clock(1_000_000_000)
  const log = new ContainerLog(clock)
  const ended = new Moment()
  const got: string[] = []
  log.write('one\ntwo\npar', 'stdout')
  const stop = log.follow(
    options,
    ended.wait,
    (text) => got.push(text),
    () => got.push('over'),
  )
  return { clock, log, ended, got, stop }
}

it('gives what there is, then lines when they are whole, then what was left', () => {
  const { log, ended, got } = followed()
  expect(got).toEqual(['one\ntwo\n'])
  log.write('tial\nfour', 'stdout')
  log.write('!', 'stdout')
  expect(got).toEqual(['one\ntwo\n', 'partial\n'])
  ended.arrive()
  log.write('nobody hears this\n', 'stdout')
  expect(got).toEqual(['one\ntwo\n', 'partial\n', 'four!', 'over'])
})

it('begins where asked, with stamps, of one stream', () => {
  const { clock, log, got, stop } = followed({ tailLines: 1, timestamps: true, stream: 'stdout' })
  clock.runTo(1_000_001_000)
  log.write('tial\n', 'stdout')
  log.write('oops\n', 'stderr')
  log.write('last\n', 'stdout')
  stop()
  log.write('nobody hears this\n', 'stdout')
  expect(got).toEqual([
    '1970-01-12T13:46:40.000000000Z two\n',
    '1970-01-12T13:46:40.000000000Z partial\n',
    '1970-01-12T13:46:41.000000000Z last\n',
  ])
})

it('ends when so many bytes were given, and at once where the container has ended', () => {
  const { log, got } = followed({ limitBytes: 10 })
  log.write('tial\n', 'stdout')
  log.write('more\n', 'stdout')
  expect(got).toEqual(['one\ntwo\n', 'pa', 'over'])
  const over = followed({ limitBytes: 3 })
  expect(over.got).toEqual(['one', 'over'])
  const late: string[] = []
  over.ended.arrive()
  over.log.follow(
    {},
    over.ended.wait,
    (text) => late.push(text),
    () => late.push('over'),
  )
  expect(late).toEqual(['one\ntwo\n', 'par', 'over'])
})
