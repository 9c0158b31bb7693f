// sleep, date, timeout, usleep: the tools of time.
import type { Program, ProgramContext } from '../contract.ts'
import { type Co, sleep } from '../coroutine.ts'
import { missingOperand } from './tool-words.ts'
import { userlandOf } from './userland.ts'

const duration = /^(\d*\.?\d+)([smhd]?)$/
const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The milliseconds of `1.5m`; undefined when it is no duration. */
export function durationOf(text: string): number | undefined {
  const match = duration.exec(text)
  return match === null ? undefined : Number(match[1]) * (units[match[2] ?? ''] ?? 1000)
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number): string => String(n).padStart(2, '0')
const directive = /%([a-zA-Z%])/g

/** A moment by the directives of strftime, in UTC. */
export function formatDate(time: number, format: string): string {
  const date = new Date(time)
  const day = Math.floor((time - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1
  const parts: Readonly<Record<string, string>> = {
    '%': '%',
    Y: String(date.getUTCFullYear()),
    y: two(date.getUTCFullYear() % 100),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    e: String(date.getUTCDate()).padStart(2, ' '),
    H: two(date.getUTCHours()),
    I: two(date.getUTCHours() % 12 || 12),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    N: `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`,
    s: String(Math.floor(time / 1000)),
    a: days[date.getUTCDay()] ?? '',
    A: longDays[date.getUTCDay()] ?? '',
    b: months[date.getUTCMonth()] ?? '',
    h: months[date.getUTCMonth()] ?? '',
    j: String(day).padStart(3, '0'),
    p: date.getUTCHours() < 12 ? 'AM' : 'PM',
    Z: 'UTC',
    z: '+0000',
    u: String(date.getUTCDay() || 7),
    w: String(date.getUTCDay()),
  }
  const short: Readonly<Record<string, string>> = {
    F: '%Y-%m-%d',
    T: '%H:%M:%S',
    D: '%m/%d/%y',
    R: '%H:%M',
    c: '%a %b %e %H:%M:%S %Y',
  }
  return format.replaceAll(directive, (all, letter: string) => {
    const long = short[letter]
    return long === undefined ? (parts[letter] ?? all) : formatDate(time, long)
  })
}

const date: Program = ({ world, out, err }, args) => {
  let time = world.time.now()
  let format = '%a %b %e %H:%M:%S UTC %Y'
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg.startsWith('+')) format = arg.slice(1)
    else if (arg === '-Iseconds' || arg === '--iso-8601=seconds') format = '%Y-%m-%dT%H:%M:%S+00:00'
    else if (arg === '-I' || arg === '-Idate') format = '%Y-%m-%d'
    else if (arg === '-R') format = '%a, %d %b %Y %H:%M:%S +0000'
    else if (arg === '-d') {
      const given = args[++i] ?? ''
      const parsed = given.startsWith('@') ? Number(given.slice(1)) * 1000 : Date.parse(`${given.replace(' ', 'T')}Z`)
      if (Number.isNaN(parsed)) {
        err.write(`date: invalid date '${given}'\n`)
        return 1
      }
      time = parsed
    }
  }
  out.write(`${formatDate(time, format)}\n`)
  return 0
}

function* sleepTool({ world, err }: ProgramContext, args: readonly string[]): Co<number> {
  const gnu = userlandOf(world) === 'gnu'
  if (args.length === 0) {
    err.write(gnu ? missingOperand('sleep') : 'sleep: NotSimulated: how busybox shows its usage\n')
    return 1
  }
  let total = 0
  for (const arg of args) {
    if (arg === 'infinity' || arg === 'inf') yield () => undefined
    const length = durationOf(arg)
    if (length === undefined) {
      err.write(
        gnu
          ? `sleep: invalid time interval '${arg}'\nTry 'sleep --help' for more information.\n`
          : `sleep: invalid number '${arg}'\n`,
      )
      return 1
    }
    total += length
  }
  yield sleep(world.clock, total)
  return 0
}

/** What a program ends with that was sent SIGTERM, and what GNU's timeout ends with then. */
const TERMINATED = 143
const GNU_TIMED_OUT = 124

function* timeout(context: ProgramContext, args: readonly string[]): Co<number> {
  let at = 0
  while (args[at]?.startsWith('-') === true) at += args[at] === '-s' || args[at] === '-k' ? 2 : 1
  const length = durationOf(args[at] ?? '')
  if (length === undefined) return 125
  const command = args.slice(at + 1)
  const code = yield* context.run(command, { timeout: length })
  return code === TERMINATED && userlandOf(context.world) === 'gnu' ? GNU_TIMED_OUT : code
}

/** By name. */
export const timeTools: Readonly<Record<string, Program>> = {
  sleep: sleepTool,
  date,
  timeout,
  usleep: (context, [micros = '0']) => sleepTool(context, [String(Number(micros) / 1_000_000)]),
}
