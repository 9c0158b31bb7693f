// `--name`: a part of the scenario's name, or a regular expression between slashes.
import { UsageError } from './usage-error.ts'

/** Judges a scenario's name. */
export type NameFilter = (name: string) => boolean

/** Reads the value of `--name`; several are alternatives. */
export function parseNameFilter(values: readonly string[]): NameFilter {
  const filters = values.map(single)
  return filters.length === 0 ? () => true : (name) => filters.some((filter) => filter(name))
}

function single(value: string): NameFilter {
  const pattern = /^\/(.+)\/([a-z]*)$/s.exec(value)
  if (pattern === null) return (name) => name.includes(value)
  try {
    const regex = new RegExp(pattern[1]!, pattern[2]!.replace(/[gy]/g, ''))
    return (name) => regex.test(name)
  } catch (error) {
    throw new UsageError(`--name: ${(error as Error).message}`)
  }
}
