// What changed between a snapshot and what was found: a unified diff whose hunks are headed by the YAML path they stand in.
// `-` is what the snapshot says, `+` what was found. Colour is the reporter's business.
import { structuredPatch } from 'diff'
import { yamlPaths } from './yaml-path.ts'

const CONTEXT = 3

/** The lines of the diff; none when the texts are the same. */
export function unifiedDiff(expected: string, actual: string): readonly string[] {
  if (expected === actual) return []
  const { hunks } = structuredPatch('', '', expected, actual, undefined, undefined, { context: CONTEXT })
  const before = yamlPaths(expected.split('\n'))
  const after = yamlPaths(actual.split('\n'))
  return hunks.flatMap((hunk) => {
    const first = Math.max(
      0,
      hunk.lines.findIndex((line) => line[0] !== ' '),
    )
    const paths = hunk.lines[first]?.startsWith('-') === true ? before : after
    const start = paths === before ? hunk.oldStart : hunk.newStart
    const path = paths[start - 1 + first] ?? ''
    const range = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`
    return [path === '' ? range : `${range} ${path}`, ...hunk.lines]
  })
}
