// How many columns of a terminal a text takes: two for the wide characters of Chinese, Japanese and Korean and for emoji,
// none for combining marks. Carets under a line and the formatter's table columns line up by it. Ranges follow Unicode's
// East Asian Width (W and F), rounded to blocks; ambiguous characters count as one.

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]
/** Made when first needed: it takes longer to compile than most starts have. */
let mark: RegExp | undefined

/** The number of terminal columns the text takes (tabs count as one: they stand where they stand). */
export function cellsWide(text: string): number {
  let width = 0
  for (const point of text) {
    const code = point.codePointAt(0)!
    width += code < 0x300 ? 1 : isMark(point) ? 0 : isWide(code) ? 2 : 1
  }
  return width
}

function isMark(point: string): boolean {
  mark ??= /^(?:\p{Mn}|\p{Me}|\p{Cf})$/u
  return mark.test(point)
}

function isWide(code: number): boolean {
  return code >= 0x1100 && WIDE.some(([from, to]) => code >= from && code <= to)
}
