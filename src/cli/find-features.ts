// From the paths on the command line to feature files: a file as it is, a directory with all it holds (hidden folders,
// node_modules and snapshots aside), `file.feature:42:57` as scenarios of a file. Sorted by path within a directory, each
// file once. A path that leads to nothing is a diagnostic, never passed over.
import fs from 'node:fs'
import path from 'node:path'
import type { Diagnostic } from '../language/diagnostic.ts'
import { unreadable } from './read-text.ts'

/** A file to play. */
export interface FeatureFile {
  /** As it is reported: relative to where the command was started, with `/`. */
  readonly file: string
  /** The lines asked for; none means all of it. */
  readonly lines: readonly number[]
}

/** The files found, and what was wrong with the paths. */
export interface FoundFeatures {
  readonly files: readonly FeatureFile[]
  readonly diagnostics: readonly Diagnostic[]
}

const FEATURE = /\.feature$/
const PASSED_OVER = new Set(['node_modules', 'snapshots'])

/** Finds the feature files that paths mean. */
export function findFeatures(paths: readonly string[]): FoundFeatures {
  const found = new Map<string, Set<number> | 'all'>()
  const diagnostics: Diagnostic[] = []
  for (const given of paths) {
    const { file, lines } = split(given)
    try {
      const files = fs.statSync(file).isDirectory() ? [...walk(file)] : [file]
      if (files.length === 0) diagnostics.push(fault(file, 'file/no-features', 'the directory holds no .feature file'))
      for (const one of files) add(found, name(one), lines)
    } catch (error) {
      diagnostics.push(unreadable(name(file), error as NodeJS.ErrnoException))
    }
  }
  for (const file of found.keys()) {
    if (FEATURE.test(file)) continue
    found.delete(file)
    diagnostics.push(fault(file, 'file/not-a-feature', 'feature files are named *.feature'))
  }
  const files = [...found].map(([file, lines]) => ({
    file,
    lines: lines === 'all' ? [] : [...lines].sort((a, b) => a - b),
  }))
  return { files, diagnostics }
}

function split(given: string): { file: string; lines: readonly number[] } {
  const match = /^(.+?)((?::\d+)+)$/.exec(given)
  if (match === null || fs.existsSync(given)) return { file: given, lines: [] }
  return { file: match[1]!, lines: match[2]!.slice(1).split(':').map(Number) }
}

function* walk(directory: string): Generator<string> {
  const entries = fs.readdirSync(directory, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(directory, entry.name)
    const folder = entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(file))
    if (!folder && FEATURE.test(entry.name)) yield file
    // A link to a folder is not followed: it could lead back here.
    if (entry.isDirectory() && !entry.name.startsWith('.') && !PASSED_OVER.has(entry.name)) yield* walk(file)
  }
}

function isDirectory(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
}

function add(found: Map<string, Set<number> | 'all'>, file: string, lines: readonly number[]): void {
  const known = found.get(file)
  if (lines.length === 0) found.set(file, 'all')
  else if (known === undefined) found.set(file, new Set(lines))
  else if (known !== 'all') for (const line of lines) known.add(line)
}

function name(file: string): string {
  const relative = path.relative('', path.resolve(file))
  const shown = relative === '' ? '.' : relative.startsWith('..') ? path.resolve(file) : relative
  return path.sep === '/' ? shown : shown.replaceAll(path.sep, '/')
}

function fault(file: string, code: `${string}/${string}`, message: string): Diagnostic {
  return { code, severity: 'error', message, file, line: 1, column: 1 }
}
