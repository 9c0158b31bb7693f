// Manifests named in sentences: YAML or JSON files, directories of them, doc strings. What is read is bounded (size, aliases,
// nesting), must be text, and every fault has its file, line and column. Read once before the play for the diagnostics, and
// again by it from the same cache.
import type { ApiObject } from '../cluster/port.ts'
import type { Diagnostic } from '../language/diagnostic.ts'
import { customKinds, type DefinedKinds, manifestFaults } from '../language/manifest-kinds.ts'
import type { FeatureTree } from '../language/tree.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { readYaml, type YamlDocument } from '../language/yaml.ts'
import { isMap } from './compare/path.ts'
import type { PlayFiles } from './contract.ts'
import type { Failure } from './result.ts'

const SIZE_LIMIT = 16 * 1024 * 1024
const MANIFEST_NAME = /\.(?:ya?ml|json)$/i

/** What a name stands for: the documents of one file, or of all files of a directory. */
export interface ManifestSource {
  readonly documents: readonly YamlDocument[]
  /** The documents file by file. */
  readonly files: readonly { readonly name: string; readonly documents: readonly YamlDocument[] }[]
  /** Faults with the name of their file. */
  readonly faults: readonly Diagnostic[]
}

const NOTHING = { documents: [], files: [] } as const

/** Reads what a name in a sentence stands for. */
export class ManifestReader {
  private readonly files: PlayFiles
  private readonly sources = new Map<string, ManifestSource>()

  constructor(files: PlayFiles) {
    this.files = files
  }

  read(name: string): ManifestSource {
    let source = this.sources.get(name)
    if (source === undefined) {
      source = this.readNow(name)
      this.sources.set(name, source)
    }
    return source
  }

  /** What people call a file. */
  label(name: string): string {
    return this.files.label(name)
  }

  private readNow(name: string): ManifestSource {
    const bytes = this.files.read(name)
    if (bytes !== undefined) return this.parse(name, bytes)
    const inside = this.files.list(name)
    if (inside === undefined)
      return {
        ...NOTHING,
        faults: [this.fault(name, 'manifest/missing', `there is no file ${this.files.label(name)}`)],
      }
    const names = [...inside].filter((f) => MANIFEST_NAME.test(f)).sort()
    if (names.length === 0)
      return {
        ...NOTHING,
        faults: [this.fault(name, 'manifest/empty', 'there is no .yaml, .yml or .json file in this directory')],
      }
    const sources = names.map((f) => this.read(`${name.replace(/\/$/, '')}/${f}`))
    return {
      documents: sources.flatMap((s) => s.documents),
      files: sources.flatMap((s) => s.files),
      faults: sources.flatMap((s) => s.faults),
    }
  }

  private parse(name: string, bytes: Uint8Array): ManifestSource {
    if (bytes.byteLength > SIZE_LIMIT)
      return {
        ...NOTHING,
        faults: [this.fault(name, 'manifest/too-large', `the file is larger than ${SIZE_LIMIT / 1024 / 1024} MiB`)],
      }
    const text = textOf(bytes)
    if (text === undefined) return { ...NOTHING, faults: [this.fault(name, 'manifest/binary', 'this is no text file')] }
    const { documents, faults } = readYaml(text)
    const found = faults.map(
      (f): Diagnostic => ({ ...this.fault(name, 'yaml/invalid', f.message), line: f.line, column: f.column }),
    )
    if (found.length === 0 && documents.length === 0)
      found.push(this.fault(name, 'manifest/empty', 'there is no object in this file'))
    return { documents, files: [{ name, documents }], faults: found }
  }

  private fault(name: string, code: Diagnostic['code'], message: string): Diagnostic {
    return { code, severity: 'error', message, file: this.files.label(name), line: 1, column: 1 }
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 8192).includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The objects of documents, those of a List one by one. */
export function objectsIn(documents: readonly YamlDocument[]): readonly ApiObject[] {
  return documents.flatMap(({ value }) => {
    if (!isMap(value)) return []
    const { items } = value
    return value['kind'] === 'List' && Array.isArray(items) ? items.filter(isMap) : [value as ApiObject]
  })
}

/** The files that the sentences of a feature name as manifests, each with the place of the first sentence that does. */
export function filesNamed(
  feature: FeatureTree,
): ReadonlyMap<string, { readonly line: number; readonly column: number }> {
  const names = new Map<string, { line: number; column: number }>()
  for (const { steps } of feature.scenarios) {
    for (const { sentence, source } of steps) {
      if (sentence === undefined || !('files' in sentence)) continue
      for (const name of sentence.files) {
        const column =
          source.source.textColumn +
          Math.max(0, Array.from(source.source.text.slice(0, source.source.text.indexOf(`"${name}"`))).length)
        if (!names.has(name)) names.set(name, { line: source.source.location.line, column })
      }
    }
  }
  return names
}

/** Faults of the manifests a feature names: what cannot be read, and kinds nobody serves. */
export function manifestDiagnostics(
  feature: FeatureTree,
  reader: ManifestReader,
  vocabulary: Vocabulary,
  label: (name: string) => string,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const [name, place] of filesNamed(feature)) {
    const { files, faults } = reader.read(name)
    for (const fault of faults) {
      diagnostics.push(fault.code === 'manifest/missing' ? { ...fault, file: feature.file, ...place } : fault)
    }
    for (const { name: file, documents } of files) {
      for (const document of documents)
        for (const fault of manifestFaults(document, vocabulary)) diagnostics.push({ ...fault, file: label(file) })
    }
  }
  return diagnostics
}

const QUOTED_FILE = /"([^"\n]+)"/g

/** The custom kinds defined by the files a feature's text names, found before its sentences are understood. */
export function kindsInFiles(text: string, reader: ManifestReader): readonly DefinedKinds[] {
  const kinds: DefinedKinds[] = []
  const seen = new Set<string>()
  for (const line of text.split('\n')) {
    if (!/\b(?:apply|create|objects in|replace)\b|\u9069\u7528|\u4f5c\u6210/.test(line)) continue
    for (const [, name = ''] of line.matchAll(QUOTED_FILE)) {
      if (seen.has(name) || !(MANIFEST_NAME.test(name) || name.includes('/'))) continue
      seen.add(name)
      kinds.push(...customKinds(reader.read(name).documents.map((d) => d.value)))
    }
  }
  return kinds
}

/** The one YAML value of a file named in a sentence, or why there is none. */
export function readYamlFile(reader: ManifestReader, name: string): { readonly value: unknown } | Failure {
  const { documents, faults } = reader.read(name)
  const [fault] = faults
  if (fault !== undefined) return { summary: `${fault.file}:${fault.line}:${fault.column}: ${fault.message}` }
  if (documents.length !== 1)
    return { summary: `${reader.label(name)} holds ${documents.length} documents where one is wanted` }
  return { value: documents[0]?.value }
}
