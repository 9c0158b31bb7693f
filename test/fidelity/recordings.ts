// Reads what real clusters answered (recordings/<area>/<file>.br, brotli-packed) as it was recorded.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

const root = path.resolve(import.meta.dirname, '../../recordings')

/** The files of an area, without `.br`, in name order. */
export function recordedFiles(area: string): string[] {
  return fs
    .readdirSync(path.join(root, area))
    .filter((f) => f.endsWith('.br'))
    .map((f) => f.slice(0, -3))
    .sort()
}

/** One recorded file's text. */
export function recordedText(area: string, file: string): string {
  return zlib.brotliDecompressSync(fs.readFileSync(path.join(root, area, `${file}.br`))).toString('utf8')
}

/** One recorded file of one JSON value a line. */
export function recordedLines<T>(area: string, file: string): T[] {
  return recordedText(area, file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}
