// Files that flags of `kabuki serve` name.
import fs from 'node:fs'
import { readYaml } from '../language/yaml.ts'
import { UsageError } from './usage-error.ts'

/** The text of a file. */
export function textIn(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`)
  }
}

/** The YAML document in a file. */
export function documentIn(file: string): unknown {
  const { documents, faults } = readYaml(textIn(file))
  const [fault] = faults
  if (fault !== undefined) throw new UsageError(`${file}: ${fault.message}`)
  return documents[0]?.value ?? {}
}
