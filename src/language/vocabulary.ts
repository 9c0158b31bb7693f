// The words a kind may be called by: its kind, plural and singular, short names, the same with a group behind a dot, and the
// kind's name in separate words (persistent volume claims). Built-in kinds are known from discovery; a scenario's custom kinds
// are added from the CustomResourceDefinitions it uses.
import type { KindInfo } from '../cluster/port.ts'
import { builtInKinds } from '../generated/kind-words.ts'
import type { KindRef } from './nodes.ts'
import { editDistance } from './outline/nearest.ts'

/** Which kinds may be spoken of. */
export interface Vocabulary {
  find(words: string): KindRef | undefined
  /** The word nearest to one that is not known. */
  nearest(word: string): string | undefined
  readonly kinds: readonly KindInfo[]
}

/** The vocabulary of the built-in kinds and these. */
export function vocabularyOf(custom: readonly KindInfo[] = []): Vocabulary {
  if (custom.length === 0) return BUILT_IN
  const words = new Map(builtInWords)
  for (const info of custom) addWords(words, info)
  return new WordList(words, [...builtInKinds, ...custom])
}

class WordList implements Vocabulary {
  readonly kinds: readonly KindInfo[]
  private readonly words: ReadonlyMap<string, KindInfo>
  private readonly found = new Map<string, KindRef | undefined>()

  constructor(words: ReadonlyMap<string, KindInfo>, kinds: readonly KindInfo[]) {
    this.words = words
    this.kinds = kinds
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

/** What the grammar's Kind returns for a word that means this kind. */
export function kindRef(word: string, info: KindInfo): KindRef {
  return { word, apiVersion: info.apiVersion, kind: info.kind, key: info.key, namespaced: info.namespaced }
}

// A word that several kinds claim belongs to the first: core before groups, and built-in before custom.
function addWords(words: Map<string, KindInfo>, info: KindInfo): void {
  const kind = info.kind.toLowerCase()
  const spaced = info.kind.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  const plain = [info.resource, info.singular, kind, ...info.shortNames, spaced, plural(spaced)]
  for (const word of plain) if (!words.has(word)) words.set(word, info)
  if (info.group === '') return
  for (const word of [info.resource, info.singular, kind]) {
    for (const qualified of [`${word}.${info.group}`, `${word}.${info.version}.${info.group}`]) {
      if (!words.has(qualified)) words.set(qualified, info)
    }
  }
}

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
