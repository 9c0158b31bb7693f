// Settled clusters on disk, beside the bundle of the command line: the build makes those of the set-ups that most runs begin with,
// so that a run need not let one settle first. They are what the very simulator in that bundle makes, and nothing else writes them.
import fs from 'node:fs'
import process from 'node:process'
import { fnv32a } from '../model/fnv.ts'
import { shelveSettled } from '../simulator/compose.ts'

/** The build sets it for its warm-up run; what is made then is kept. */
const KEEPING = process.env.KABUKI_CODE_CACHE === 'write'

/** Lets clusters be taken from the folder; where there is none, each is made. */
export function takeSettledFrom(folder: URL): void {
  const fileOf = (setUp: string): URL => new URL(`${hashOf(setUp)}.json`, folder)
  shelveSettled({
    read(setUp) {
      if (KEEPING) return undefined
      let text: string
      try {
        text = fs.readFileSync(fileOf(setUp), 'utf8')
      } catch {
        return undefined
      }
      const end = text.indexOf('\n')
      return text.slice(0, end) === setUp ? text.slice(end + 1) : undefined
    },
    ...(KEEPING && {
      keep(setUp, text) {
        fs.mkdirSync(folder, { recursive: true })
        fs.writeFileSync(fileOf(setUp), `${setUp}\n${text}`)
      },
    }),
  })
}

/** A file's name; the set-up itself is its first line. */
const hashOf = (text: string): string => fnv32a(new TextEncoder().encode(text)).toString(16).padStart(8, '0')
