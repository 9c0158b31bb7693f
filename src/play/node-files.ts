// Files of a feature on disk: names are relative to the folder the feature is in.
import fs from 'node:fs'
import path from 'node:path'
import type { PlayFiles } from './contract.ts'

/** The files below (or beside) a folder. */
export function filesIn(folder: string): PlayFiles {
  const found = (name: string): fs.Stats | undefined =>
    fs.statSync(path.resolve(folder, name), { throwIfNoEntry: false })
  return {
    read: (name) => (found(name)?.isFile() === true ? fs.readFileSync(path.resolve(folder, name)) : undefined),
    list: (name) =>
      found(name)?.isDirectory() === true ? fs.readdirSync(path.resolve(folder, name)).sort() : undefined,
    label: (name) => path.join(folder, name),
  }
}
