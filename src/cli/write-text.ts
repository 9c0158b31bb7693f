// Writes a text file whole or not at all: beside it first, then in its place. A link stays a link, and the file keeps who may
// read it.
import fs from 'node:fs'
import process from 'node:process'

/** Puts a text in the place of a file's. */
export function writeText(file: string, text: string): void {
  const exists = fs.existsSync(file)
  const target = exists ? fs.realpathSync(file) : file
  const part = `${target}.${process.pid}.tmp`
  try {
    fs.writeFileSync(part, text, exists ? { mode: fs.statSync(target).mode } : {})
    fs.renameSync(part, target)
  } catch (error) {
    fs.rmSync(part, { force: true })
    throw error
  }
}
