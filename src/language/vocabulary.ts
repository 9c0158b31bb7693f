// The words a kind may be called by: its kind, plural and singular, short names, the same with a group behind a dot, and the
// kind's name in separate words (persistent volume claims). Built-in kinds are known from discovery; a scenario's custom kinds
// are added from the CustomResourceDefinitions it uses. A word that definitions of several groups claim means none of them: it
// must be said with its group.
import type { KindInfo } from '../cluster/port.ts'
import { builtInKinds } from '../generated/kind-words.ts'
import { comparePriority } from '../model/version-priority.ts'
import type { DefinedKinds } from './manifest-kinds.ts'
import type { KindRef } from './nodes.ts'
import { editDistance } from './outline/nearest.ts'

/** Which kinds may be spoken of. */
export interface Vocabulary {
  find(words: string): KindRef | undefined
  /** For a word that several custom kinds claim, what can be said instead. */
  claimants(word: string): readonly string[] | undefined
  /** The word nearest to one that is not known. */
  nearest(word: string): string | undefined
  readonly kinds: readonly KindInfo[]
}

/** The vocabulary of the built-in kinds and those of these definitions. */
export function vocabularyOf(definitions: readonly DefinedKinds[] = []): Vocabulary {
  if (definitions.length === 0) return BUILT_IN
  const custom = new CustomWords()
  for (const same of byKey(definitions)) custom.add(same)
  const words = new Map([...custom.words, ...builtInWords])
  for (const word of builtInWords.keys()) custom.claims.delete(word)
  return new WordList(words, [...builtInKinds, ...definitions.flat()], custom.claims)
}

/** The definitions that are of one resource, whatever their versions. */
function byKey(definitions: readonly DefinedKinds[]): Iterable<readonly DefinedKinds[]> {
  const found = new Map<string, DefinedKinds[]>()
  for (const kinds of definitions) {
    const key = kinds[0]!.key
    found.set(key, [...(found.get(key) ?? []), kinds])
  }
  return found.values()
}

/** The words of custom kinds. */
class CustomWords {
  readonly words = new Map<string, KindInfo>()
  /** Words that several kinds claim, with what must be said instead. */
  readonly claims = new Map<string, readonly string[]>()

  /** Several definitions of one resource: a word means the first of the versions that all of them serve. */
  add(same: readonly DefinedKinds[]): void {
    const all = same.flat().sort((a, b) => comparePriority(a.version, b.version))
    const served = all.filter(({ version }) => same.every((kinds) => kinds.some((one) => one.version === version)))
    const versions = [...new Map(all.map((info) => [info.version, info])).values()]
    for (const info of versions) for (const word of versionedWords(info)) this.words.set(word, info)
    const [preferred] = served
    const words = new Set(all.flatMap((info) => [...plainWords(info), ...groupWords(info)]))
    if (preferred === undefined) {
      const instead = versions.map(({ singular, version, group }) => `${singular}.${version}.${group}`)
      for (const word of words) this.#claim(word, instead)
      return
    }
    for (const word of words) {
      const other = this.words.get(word)
      if (other === undefined && !this.claims.has(word)) this.words.set(word, preferred)
      else this.#claim(word, [...(other === undefined ? [] : [withGroup(other)]), withGroup(preferred)])
    }
  }

  #claim(word: string, instead: readonly string[]): void {
    this.words.delete(word)
    this.claims.set(word, [...(this.claims.get(word) ?? []), ...instead])
  }
}

const withGroup = ({ singular, group }: KindInfo): string => `${singular}.${group}`

class WordList implements Vocabulary {
  readonly kinds: readonly KindInfo[]
  private readonly words: ReadonlyMap<string, KindInfo>
  private readonly claims: ReadonlyMap<string, readonly string[]>
  private readonly found = new Map<string, KindRef | undefined>()

  constructor(
    words: ReadonlyMap<string, KindInfo>,
    kinds: readonly KindInfo[],
    claims: ReadonlyMap<string, readonly string[]> = NO_CLAIMS,
  ) {
    this.words = words
    this.kinds = kinds
    this.claims = claims
  }

  claimants(word: string): readonly string[] | undefined {
    return this.claims.get(word.toLowerCase())
  }

  find(words: string): KindRef | undefined {
    const known = this.found.get(words)
    if (known !== undefined || this.found.has(words)) return known
    const info = this.words.get(words.toLowerCase())
    const ref = info && kindRef(words, info)
    if (this.found.size < CACHE_LIMIT) this.found.set(words, ref)
    return ref
  }

  nearest(word: string): string | undefined {
    const wanted = word.toLowerCase()
    let best: string | undefined
    let bestDistance = Math.min(3, Math.ceil(wanted.length / 3) + 1)
    for (const candidate of this.words.keys()) {
      if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue
      const distance = editDistance(candidate, wanted)
      if (distance < bestDistance) {
        best = candidate
        bestDistance = distance
      }
    }
    return best
  }
}

const CACHE_LIMIT = 2000
const NO_CLAIMS: ReadonlyMap<string, readonly string[]> = new Map()

/** What the grammar's Kind returns for a word that means this kind. */
export function kindRef(word: string, info: KindInfo): KindRef {
  return { word, apiVersion: info.apiVersion, kind: info.kind, key: info.key, namespaced: info.namespaced }
}

// A word that several built-in kinds claim belongs to the first: core before groups.
function addWords(words: Map<string, KindInfo>, info: KindInfo): void {
  const all = info.group === '' ? plainWords(info) : [...plainWords(info), ...groupWords(info), ...versionedWords(info)]
  for (const word of all) if (!words.has(word)) words.set(word, info)
}

function plainWords(info: KindInfo): readonly string[] {
  const spaced = info.kind.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return [...ownNames(info), ...info.shortNames, spaced, plural(spaced)]
}

const ownNames = ({ resource, singular, kind }: KindInfo): readonly string[] => [resource, singular, kind.toLowerCase()]

const groupWords = (info: KindInfo): readonly string[] => ownNames(info).map((word) => `${word}.${info.group}`)

const versionedWords = (info: KindInfo): readonly string[] =>
  ownNames(info).map((word) => `${word}.${info.version}.${info.group}`)

function plural(words: string): string {
  if (words.endsWith('s') || words.endsWith('x')) return `${words}es`
  return words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}s`
}

const builtInWords: ReadonlyMap<string, KindInfo> = (() => {
  const words = new Map<string, KindInfo>()
  const ordered = [...builtInKinds.filter((k) => k.preferred), ...builtInKinds.filter((k) => !k.preferred)]
  for (const info of ordered) addWords(words, info)
  return words
})()

const BUILT_IN: Vocabulary = new WordList(builtInWords, builtInKinds)
