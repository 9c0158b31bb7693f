// Colours for one output. kleur decides once per process; a run may write to a terminal and to files at the same time, so
// whether to colour is asked of the output and kleur is always left on.
import { $, bold, cyan, dim, green, red, yellow } from 'kleur/colors'

$.enabled = true

/** The styles reports are written in; without colour each gives its text back. */
export interface Paint {
  strong(text: string): string
  faint(text: string): string
  good(text: string): string
  bad(text: string): string
  warn(text: string): string
  label(text: string): string
}

const same = (text: string): string => text
const PLAIN: Paint = { strong: same, faint: same, good: same, bad: same, warn: same, label: same }
const COLOURED: Paint = { strong: bold, faint: dim, good: green, bad: red, warn: yellow, label: cyan }

/** The styles for an output. */
export function paintFor(colour: boolean): Paint {
  return colour ? COLOURED : PLAIN
}
