// ps, kill, id, hostname and the like: what processes know of themselves and each other.
import type { Program } from '../contract.ts'
import { numberOf } from './signal-names.ts'

const kill: Program = ({ err, kill: send }, args) => {
  let signal = 'SIGTERM'
  const pids: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '-s' || arg === '-n') signal = numberOf(args[++i] ?? '')
    else if (i === 0 && arg.startsWith('-') && arg !== '--') signal = numberOf(arg.slice(1))
    else if (arg !== '--') pids.push(arg)
  }
  if (pids.length === 0) {
    err.write('sh: you need to specify whom to kill\n')
    return 1
  }
  let code = 0
  for (const pid of pids) {
    if (!/^-?\d+$/.test(pid)) {
      err.write(`sh: invalid number '${pid}'\n`)
      return 1
    }
    if (!send(Math.abs(Number(pid)), signal)) {
      err.write(`sh: can't kill pid ${pid}: No such process\n`)
      code = 1
    }
  }
  return code
}

const id: Program = ({ world: { user }, out }, args) => {
  const named = args.includes('-n') || args.includes('-un')
  const name = user.uid === 0 ? 'root' : String(user.uid)
  if (args[0]?.startsWith('-u') === true) out.write(`${named ? name : user.uid}\n`)
  else if (args[0]?.startsWith('-g') === true) out.write(`${user.gid}\n`)
  else {
    const groups = [...new Set([user.gid, ...user.groups])].sort((a, b) => a - b)
    const text = (n: number): string => (n === 0 ? '0(root)' : String(n))
    const listed = user.uid === 0 && groups.length === 1 ? [0, 10] : groups
    out.write(
      `uid=${text(user.uid)} gid=${text(user.gid)} groups=${listed.map((n) => (n === 10 ? '10(wheel)' : text(n))).join(',')}\n`,
    )
  }
  return 0
}

const ps: Program = ({ processes, out }) => {
  out.write('PID   USER     TIME  COMMAND\n')
  for (const { pid, command } of processes()) out.write(`${String(pid).padStart(5)} root      0:00 ${command}\n`)
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
  nproc: ({ out }) => {
    out.write('4\n')
    return 0
  },
  df: ({ out }) => {
    out.write(
      'Filesystem           1K-blocks      Used Available Use% Mounted on\noverlay              104857600  10485760  94371840  10% /\n',
    )
    return 0
  },
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
