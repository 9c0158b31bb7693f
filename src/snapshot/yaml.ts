// Values as the YAML that snapshots are kept in: block style, lists not indented (as kubectl prints them), never folded,
// no anchors, so that the same value always has the same text and a review shows whole lines.
import { stringify } from 'yaml'

const STYLE = { lineWidth: 0, indentSeq: false, aliasDuplicateObjects: false, blockQuote: 'literal' } as const

/** The YAML text of a plain value, ending in a newline. */
export function renderYaml(value: unknown): string {
  return stringify(value, STYLE)
}
