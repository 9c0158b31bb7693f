// Columns count code points, strings count UTF-16 units; the two differ only where a surrogate stands.

const SURROGATE = /[\uD800-\uDFFF]/
const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g

/** The number of code points in a text; a lone surrogate counts as one. */
export function countPoints(text: string): number {
  if (!SURROGATE.test(text)) return text.length
  return text.replace(PAIR, '_').length
}
