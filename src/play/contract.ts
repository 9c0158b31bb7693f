// What a family of sentences is to the play: one file under given/, when/ or then/, named like its grammar file, exporting
// `family`: a handler for each of its sentences. A handler acts through the play and answers with a failure, or nothing when
// its sentence held. Also the ports through which a play reads files and compares snapshots.
import type { Awaitable } from '../cluster/port.ts'
import type { Sentence } from '../generated/sentences/tree.ts'
import type { SentenceName } from '../language/catalogue.ts'
import type { Argument } from '../language/tree.ts'
import type { Play } from './play.ts'
import type { Failure } from './result.ts'

/** The sentence of a name. */
export type SentenceOf<N extends SentenceName> = Extract<Sentence, { sentence: N }>

/** Plays one sentence; `below` is what stands below it. */
export type Handler<N extends SentenceName> = (
  sentence: SentenceOf<N>,
  play: Play,
  below: Argument | undefined,
) => Awaitable<Failure | undefined>

/** The handlers of a family. */
export interface SentenceFamily {
  readonly handlers: { readonly [N in SentenceName]?: Handler<N> }
  /** Those of its sentences that look at what the last action was answered: a refusal is theirs to judge. */
  readonly aboutAnswers?: readonly SentenceName[]
}

/** What became of a comparison with a snapshot. */
export type SnapshotMatch =
  | { readonly ok: true; readonly state: 'matched' | 'written' | 'updated' }
  | { readonly ok: false; readonly summary: string; readonly diff: readonly string[] }

/** The snapshots of one scenario; a comparison is asked for once. */
export interface SnapshotPort {
  match(name: string, value: unknown): SnapshotMatch
}

/** Files by name relative to the feature; undefined where there is none. */
export interface PlayFiles {
  read(name: string): Uint8Array | undefined
  /** The names in a directory. */
  list(name: string): readonly string[] | undefined
  /** What to call a file in messages. */
  label(name: string): string
}
