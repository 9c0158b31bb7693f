// After the play, on the main thread: which snapshots nobody asked for any more, and what the file should say now.
// Written through a temporary file, flushed and renamed, so that a killed run leaves the old file or the new, never half.
import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { SeenSnapshot, StoredSnapshots } from './store.ts'
import { renderYaml } from './yaml.ts'

/** One feature's snapshots to settle. */
export interface Settlement {
  readonly stored: StoredSnapshots
  readonly seen: readonly SeenSnapshot[]
  /** The keys of all scenarios of the feature, in file order. */
  readonly scenarios: readonly string[]
  /** Those that were played to their last sentence: what they did not ask for is obsolete. */
  readonly played: ReadonlySet<string>
}

/** What the file should become: its text, `null` to remove it, or nothing to do. */
export interface Settled {
  readonly obsolete: readonly string[]
  readonly text?: string | null
}

/** Decides what is obsolete, and with `update` what the file should say; an unreadable file is only replaced as a whole. */
export function settle({ stored, seen, scenarios, played }: Settlement, update: boolean): Settled {
  const asked = new Map(seen.map((s, i) => [s.key, i]))
  const owners = new Map([...stored.entries.keys(), ...asked.keys()].map((key) => [key, ownerOf(key, scenarios)]))
  const obsolete = [...stored.entries.keys()].filter((key) => {
    const owner = owners.get(key)
    return !asked.has(key) && (owner === undefined || played.has(owner))
  })
  const unreadable = stored.problem !== undefined
  if (!update || (unreadable && played.size < scenarios.length)) return { obsolete }
  if (!unreadable && obsolete.length === 0 && !seen.some(isNews)) return { obsolete }
  const entries = new Map(stored.entries)
  for (const key of obsolete) entries.delete(key)
  for (const { key, text } of seen) entries.set(key, text)
  if (entries.size === 0) return { obsolete, text: null }
  const rank = (key: string): number => {
    const at = scenarios.indexOf(owners.get(key) ?? '')
    return at === -1 ? scenarios.length : at
  }
  // Sorting is stable: what was not asked for this time stays ahead of its scenario's others.
  const order = [...entries].sort(([a], [b]) => rank(a) - rank(b) || (asked.get(a) ?? -1) - (asked.get(b) ?? -1))
  return { obsolete, text: renderFile(order) }
}

/** Writes the file or, told `null`, removes it. */
export function writeSnapshots(file: string, text: string | null): void {
  if (text === null) {
    fs.rmSync(file, { force: true })
    return
  }
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const part = `${file}.${process.pid}.tmp`
  try {
    const descriptor = fs.openSync(part, 'w')
    try {
      fs.writeFileSync(descriptor, text)
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
    fs.renameSync(part, file)
  } catch (error) {
    fs.rmSync(part, { force: true })
    throw error
  }
}

function isNews(snapshot: SeenSnapshot): boolean {
  return snapshot.state === 'written' || snapshot.state === 'updated'
}

/** The scenario a key belongs to: the longest that fits, for names may hold the separator. */
function ownerOf(key: string, scenarios: readonly string[]): string | undefined {
  const fits = scenarios.filter((scenario) => key.startsWith(`${scenario} › `))
  return fits.reduce<string | undefined>((a, b) => (a === undefined || b.length > a.length ? b : a), undefined)
}

const HEAD =
  '# What was found when this was accepted with kabuki run -u. Review it like code; change it by playing again.\n'

function renderFile(entries: readonly (readonly [string, string])[]): string {
  return HEAD + entries.map(([key, text]) => `\n${renderYaml({ [key]: parse(text) })}`).join('')
}
