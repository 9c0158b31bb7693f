// The Kubernetes manifests in files and directories: YAML and JSON whose documents all name their apiVersion and kind. Charts'
// templates, build output and the project's own scenarios are passed over, and so is a file that cannot be read.
import fs from 'node:fs'
import path from 'node:path'
import { readYaml } from '../../language/yaml.ts'
import { readText } from '../read-text.ts'

/** A manifest file and the objects in it. */
export interface ManifestFile {
  /** With `/`, as the current directory sees it. */
  readonly file: string
  readonly objects: readonly ManifestObject[]
}

/** What a first scenario says of an object. */
export interface ManifestObject {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace: string | undefined
}

const MANIFEST = /\.(?:ya?ml|json)$/
const PASSED_OVER = new Set(['node_modules', 'snapshots', 'scenarios', 'templates', 'vendor', 'dist', 'target'])
const MOST_FILES = 50
const MOST_DEPTH = 5

/** Finds manifests, by path. */
export function findManifests(paths: readonly string[]): ManifestFile[] {
  const files = new Set<string>()
  for (const given of paths) {
    if (fs.statSync(given).isDirectory()) for (const file of walk(given, 0)) files.add(file)
    else files.add(given)
  }
  return [...files]
    .map((file) => path.normalize(file).replaceAll(path.sep, '/'))
    .flatMap((file) => {
      const objects = objectsIn(file)
      return objects.length === 0 ? [] : [{ file, objects }]
    })
    .slice(0, MOST_FILES)
}

function* walk(directory: string, depth: number): Generator<string> {
  const entries = fs.readdirSync(directory, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(directory, entry.name)
    if (entry.isFile() && MANIFEST.test(entry.name)) yield file
    if (entry.isDirectory() && !entry.name.startsWith('.') && !PASSED_OVER.has(entry.name) && depth < MOST_DEPTH)
      yield* walk(file, depth + 1)
  }
}

function objectsIn(file: string): ManifestObject[] {
  const read = readText(file)
  if ('diagnostic' in read) return []
  const { documents, faults } = readYaml(read.text)
  if (faults.length > 0) return []
  const objects = documents.map(({ value }) => objectOf(value))
  return objects.every((o) => o !== undefined) ? objects : []
}

function objectOf(value: unknown): ManifestObject | undefined {
  const { apiVersion, kind, metadata } = (value ?? {}) as Record<string, unknown>
  const { name, namespace } = (metadata ?? {}) as Record<string, unknown>
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return undefined
  return { apiVersion, kind, name, namespace: typeof namespace === 'string' ? namespace : undefined }
}
