// The snapshots of one feature while it is played. Reading and comparing happen where the play happens (perhaps a worker
// thread); what was seen comes back as plain data and is settled once, on the main thread, by settle.ts. Nothing is written here.
// Snapshots are compared by their text as rendered now, so that a file laid out by hand is no mismatch.
import { parseDocument } from 'yaml'
import { unifiedDiff } from './diff.ts'
import { normalise } from './normalise.ts'
import { renderYaml } from './yaml.ts'

/** What became of one comparison. */
export type SnapshotMatch =
  | { readonly ok: true; readonly state: 'matched' | 'written' | 'updated' }
  | { readonly ok: false; readonly summary: string; readonly diff: readonly string[] }

/** One snapshot a play asked for. */
export interface SeenSnapshot {
  /** `scenario › name`: its key in the file. */
  readonly key: string
  /** What was found, as rendered YAML. */
  readonly text: string
  readonly state: 'matched' | 'written' | 'updated' | 'failed'
}

/** The snapshots of a feature as they are kept. */
export interface StoredSnapshots {
  readonly entries: ReadonlyMap<string, string>
  /** Why the file could not be read. */
  readonly problem?: string
}

/** The file's text, or nothing where there is none, as entries: key → rendered YAML. */
export function readSnapshots(source: string | undefined): StoredSnapshots {
  const entries = new Map<string, string>()
  if (source === undefined) return { entries }
  const document = parseDocument(source, { prettyErrors: true, uniqueKeys: true })
  const [error] = document.errors
  if (error !== undefined) return { entries, problem: error.message.split('\n')[0]!.replace(/:$/, '') }
  const content: unknown = document.toJS({ maxAliasCount: 0 })
  if (content === null) return { entries }
  if (typeof content !== 'object' || Array.isArray(content)) return { entries, problem: 'it is not a map of snapshots' }
  for (const [key, value] of Object.entries(content)) entries.set(key, renderYaml(value))
  return { entries }
}

/** Compares what a play finds with what is kept; `update` accepts everything. */
export class SnapshotSession {
  readonly #file: string
  readonly #stored: StoredSnapshots
  readonly #update: boolean
  readonly #seen: SeenSnapshot[] = []

  constructor(file: string, stored: StoredSnapshots, update: boolean) {
    this.#file = file
    this.#stored = stored
    this.#update = update
  }

  /** The port of one scenario: each of its sentences asks once, when it judges. A name asked again counts up: `name (2)`. */
  scenario(scenario: string): { match(name: string, value: unknown): SnapshotMatch } {
    const asked = new Map<string, number>()
    return {
      match: (name, value) => {
        const count = (asked.get(name) ?? 0) + 1
        asked.set(name, count)
        return this.#match(`${scenario} › ${count === 1 ? name : `${name} (${count})`}`, renderYaml(normalise(value)))
      },
    }
  }

  /** What the play asked for since this was last called, in order. */
  take(): readonly SeenSnapshot[] {
    return this.#seen.splice(0)
  }

  #match(key: string, text: string): SnapshotMatch {
    const stored = this.#stored.entries.get(key)
    if (stored === text) return this.#accept(key, text, 'matched')
    if (this.#update) return this.#accept(key, text, stored === undefined ? 'written' : 'updated')
    this.#seen.push({ key, text, state: 'failed' })
    const { problem } = this.#stored
    if (problem !== undefined) {
      return { ok: false, summary: `the snapshots in ${this.#file} could not be read: ${problem}`, diff: [] }
    }
    if (stored === undefined) {
      return {
        ok: false,
        summary: `there is no snapshot "${key}" in ${this.#file}; write it with kabuki run -u`,
        diff: [],
      }
    }
    return {
      ok: false,
      summary: `it differs from the snapshot "${key}" in ${this.#file}`,
      diff: unifiedDiff(stored, text),
    }
  }

  #accept(key: string, text: string, state: 'matched' | 'written' | 'updated'): SnapshotMatch {
    this.#seen.push({ key, text, state })
    return { ok: true, state }
  }
}
