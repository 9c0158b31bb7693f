// ps, kill, id, hostname and the like: what processes know of themselves and each other.
import type { Program } from '../contract.ts'
import { numberOf } from './signal-names.ts'
import { notSimulated } from './unknown.ts'
import { userlandOf } from './userland.ts'

/** Why a signal was not sent. */
export interface KillProblem {
  readonly is: 'nobody' | 'number' | 'gone'
  readonly pid: string
}

/** What busybox says of it. */
export function killText({ is, pid }: KillProblem): string {
  if (is === 'nobody') return 'you need to specify whom to kill'
  return is === 'number' ? `invalid number '${pid}'` : `can't kill pid ${pid}: No such process`
}

/** Sends signals as `kill` is told to; the exit code. */
export function killAll(
  args: readonly string[],
  send: (pid: number, signal: string) => boolean,
  { say, illegal }: { readonly say: (problem: KillProblem) => void; readonly illegal: number },
): number {
  let signal = 'SIGTERM'
  const pids: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '-s' || arg === '-n') signal = numberOf(args[++i] ?? '')
    else if (i === 0 && arg.startsWith('-') && arg !== '--') signal = numberOf(arg.slice(1))
    else if (arg !== '--') pids.push(arg)
  }
  if (pids.length === 0) {
    say({ is: 'nobody', pid: '' })
    return illegal
  }
  let code = 0
  for (const pid of pids) {
    if (!/^-?\d+$/.test(pid)) {
      say({ is: 'number', pid })
      return illegal
    }
    if (!send(Math.abs(Number(pid)), signal)) {
      say({ is: 'gone', pid })
      code = 1
    }
  }
  return code
}

const kill: Program = ({ name, err, kill: send }, args) =>
  killAll(args, send, { say: (problem) => err.write(`${name}: ${killText(problem)}\n`), illegal: 1 })

const id: Program = ({ world, out }, args) => {
  const { user } = world
  const named = args.includes('-n') || args.includes('-un')
  const name = user.uid === 0 ? 'root' : String(user.uid)
  if (args[0]?.startsWith('-u') === true) out.write(`${named ? name : user.uid}\n`)
  else if (args[0]?.startsWith('-g') === true) out.write(`${user.gid}\n`)
  else {
    const groups = [...new Set([user.gid, ...user.groups])].sort((a, b) => a - b)
    const text = (n: number): string => (n === 0 ? '0(root)' : String(n))
    // The image of busybox has root in its group wheel.
    const listed = user.uid === 0 && groups.length === 1 && userlandOf(world) === 'busybox' ? [0, 10] : groups
    out.write(
      `uid=${text(user.uid)} gid=${text(user.gid)} groups=${listed.map((n) => (n === 10 ? '10(wheel)' : text(n))).join(',')}\n`,
    )
  }
  return 0
}

/** As busybox has it; of GNU's, whose columns options choose, nothing is told. */
const ps: Program = ({ processes, out, err, world, name }, args) => {
  if (userlandOf(world) === 'gnu') {
    err.write(notSimulated(`${name} ${args.join(' ')}`.trim()))
    return 0
  }
  const { uid } = world.user
  const user = (uid === 0 ? 'root' : String(uid)).padEnd(8)
  out.write('PID   USER     TIME  COMMAND\n')
  for (const { pid, command } of processes()) out.write(`${String(pid).padStart(5)} ${user}  0:00 ${command}\n`)
  return 0
}

const programOf = (command: string): string => command.split(' ')[0]?.split('/').at(-1) ?? ''

/** The processes whose name is the word, or has it in it; with -f their whole command line is looked at. */
const pgrep: Program = ({ processes, pid: own, out, err, name, kill: send }, args) => {
  const word = args.findLast((arg) => !arg.startsWith('-')) ?? ''
  const whole = args.some((arg) => /^-[a-z]*f/.test(arg))
  const isMeant = (command: string): boolean =>
    name === 'killall' ? programOf(command) === word : (whole ? command : programOf(command)).includes(word)
  const found = processes().filter(({ pid, command }) => pid !== own && isMeant(command))
  for (const { pid } of found) {
    if (name === 'pgrep') out.write(`${pid}\n`)
    else send(pid, signalIn(args))
  }
  if (found.length === 0 && name === 'killall') err.write(`killall: ${word}: no process killed\n`)
  return found.length === 0 ? 1 : 0
}

const signalIn = (args: readonly string[]): string => {
  const flag = args.find((arg) => /^-([0-9]+|[A-Z]+[0-9]*)$/.test(arg))
  return flag === undefined ? 'SIGTERM' : numberOf(flag.slice(1))
}

/** What programs in containers are not told of their node. */
const unmeasured =
  (what: string): Program =>
  ({ name, err }) => {
    err.write(`${name}: ${what} is NotSimulated\n`)
    return 1
  }

/** By name. */
export const processTools: Readonly<Record<string, Program>> = {
  kill,
  id,
  ps,
  pgrep,
  pkill: pgrep,
  killall: pgrep,
  whoami: ({ world, out }) => {
    out.write(`${world.user.uid === 0 ? 'root' : world.user.uid}\n`)
    return 0
  },
  hostname: ({ world, out }, args) => {
    out.write(`${args[0] === '-i' ? world.network.ip : world.hostname}\n`)
    return 0
  },
  uname: ({ world, out }, args) => {
    const release = '6.12.38-amd64'
    if (args.includes('-a')) out.write(`Linux ${world.hostname} ${release} #1 SMP x86_64 GNU/Linux\n`)
    else
      out.write(
        `${args.includes('-r') ? release : args.includes('-m') ? 'x86_64' : args.includes('-n') ? world.hostname : 'Linux'}\n`,
      )
    return 0
  },
  pwd: ({ cwd, out }) => {
    out.write(`${cwd}\n`)
    return 0
  },
  nproc: ({ world, out, err, name }, args) => {
    if (args.length > 0) err.write(notSimulated(`${name} ${args.join(' ')}`))
    else out.write(`${world.cpus}\n`)
    return 0
  },
  df: unmeasured('the state of file systems'),
  nohup: (context, args) => context.run(args),
  nice: (context, args) => context.run(args),
  stress: function* ({ world, out }, args) {
    const at = args.indexOf('--vm-bytes')
    const [, number = '0', unit = ''] = /^(\d+)([KMGkmg]?)$/.exec(args[at + 1] ?? '') ?? []
    const bytes = Number(number) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase())
    out.write('stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd\n')
    if (at >= 0) {
      yield (resume) => {
        world.clock.after(100, resume)
        return undefined
      }
      world.takeMemory(bytes)
    }
    yield () => undefined
    return 0
  },
}
