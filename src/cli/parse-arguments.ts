// node:util's parseArgs with our words: what is wrong is told as a UsageError, with the nearest option where one is near.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { closest } from './closest.ts'
import { UsageError } from './usage-error.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** What the arguments say. */
export type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>

/** Reads arguments; `-h`/`--help` is the caller's to declare. */
export function parseArguments<T extends Options>(args: readonly string[], options: T): Parsed<T> {
  refuseUnknown(args, options)
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(error.message.split('. ')[0]!.replace(/\.$/, ''))
  }
}

function refuseUnknown(args: readonly string[], options: Options): void {
  const names = Object.keys(options)
  for (const argument of args) {
    if (argument === '--') return
    const name = /^--([^=]+)/.exec(argument)?.[1]
    if (name === undefined || names.includes(name)) continue
    const meant = closest(name, names)
    throw new UsageError(
      `unknown option --${name}`,
      meant === undefined ? 'see kabuki help' : `did you mean --${meant}?`,
    )
  }
}
