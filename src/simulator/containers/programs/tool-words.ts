// What tools say of files they cannot use, and how they end then: busybox's words and GNU's, which differ from tool to tool.
// As recorded (recordings/programs) from busybox 1.35, coreutils 9.1, grep 3.8, sed 4.9 and findutils 4.9, in the C locale.
import type { FsError } from '../files/file-system.ts'
import type { Userland } from './userland.ts'

/** A tool's words: `NAME` is the file, `WHY` the error. */
type Words = Readonly<Record<string, string>>

const PLAIN = 'NAME: WHY'

const words: Readonly<Record<Userland, Words>> = {
  busybox: {
    cat: "can't open 'NAME': WHY",
    tail: "can't open 'NAME': WHY",
    uniq: "can't open 'NAME': WHY",
    dd: "can't open 'NAME': WHY",
    mkdir: "can't create directory 'NAME': WHY",
    rm: "can't remove 'NAME': WHY",
    rmdir: "'NAME': WHY",
    cp: "can't stat 'NAME': WHY",
    mv: "can't rename 'NAME': WHY",
    stat: "can't stat 'NAME': WHY",
  },
  gnu: {
    head: "cannot open 'NAME' for reading: WHY",
    tail: "cannot open 'NAME' for reading: WHY",
    sort: 'cannot read: NAME: WHY',
    sed: "can't read NAME: WHY",
    ls: "cannot access 'NAME': WHY",
    chmod: "cannot access 'NAME': WHY",
    chown: "cannot access 'NAME': WHY",
    du: "cannot access 'NAME': WHY",
    mkdir: "cannot create directory 'NAME': WHY",
    rm: "cannot remove 'NAME': WHY",
    rmdir: "failed to remove 'NAME': WHY",
    touch: "cannot touch 'NAME': WHY",
    cp: "cannot stat 'NAME': WHY",
    mv: "cannot stat 'NAME': WHY",
    ln: "failed to access 'NAME': WHY",
    dd: "failed to open 'NAME': WHY",
    stat: "cannot statx 'NAME': WHY",
    find: "'NAME': WHY",
  },
}

/** Of a directory where a file is wanted some tools speak otherwise. */
const directories: Readonly<Record<Userland, Words>> = {
  busybox: {
    cat: 'read error: WHY',
    tail: 'read error: WHY',
    base64: 'read error: WHY',
    rm: "'NAME' is a directory",
    cp: "omitting directory 'NAME'",
    head: 'NAME: Input/output error',
    uniq: 'NAME: I/O error',
  },
  gnu: {
    head: "error reading 'NAME': WHY",
    tail: "error reading 'NAME': WHY",
    sort: 'read failed: NAME: WHY',
    sed: 'read error on NAME: WHY',
    base64: 'read error: WHY',
    uniq: "error reading 'NAME'",
    cp: "-r not specified; omitting directory 'NAME'",
  },
}

/** What a tool says of a file, after its own name. */
export function complaint(userland: Userland, tool: string, name: string, { code, message }: FsError): string {
  const special = code === 'EISDIR' ? directories[userland][tool] : undefined
  const linking = userland === 'gnu' && tool === 'ln' && code === 'EEXIST'
  const text = special ?? (linking ? "failed to create symbolic link 'NAME': WHY" : (words[userland][tool] ?? PLAIN))
  return text.replace('NAME', () => name).replace('WHY', message)
}

/** GNU's words of a tool that was given nothing to work on. */
export const missingOperand = (tool: string): string =>
  `${tool}: missing operand\nTry '${tool} --help' for more information.\n`

/** What a tool that runs others says of one that is not there. */
export function notRunBy(userland: Userland, tool: string, name: string): string {
  if (tool === 'xargs') return name
  if (userland === 'busybox') return `can't execute '${name}'`
  return tool === 'timeout' || tool === 'nohup' ? `failed to run command '${name}'` : `'${name}'`
}

const statuses: Readonly<Record<Userland, Readonly<Record<string, number>>>> = {
  busybox: { grep: 2, egrep: 2, fgrep: 2, sort: 2 },
  gnu: { ls: 2, grep: 2, egrep: 2, fgrep: 2, sed: 2, sort: 2 },
}

/** The exit code of a tool that could not use a file. */
export const failedStatus = (userland: Userland, tool: string): number => statuses[userland][tool] ?? 1
