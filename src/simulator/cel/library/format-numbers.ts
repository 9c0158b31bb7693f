// Doubles as format() writes them: exact digits, groups of three, superscript exponents. Upstream: golang.org/x/text/message for en_US.

/** A finite double with so many digits behind the point, rounded half to even over its exact value. */
export function exactDecimal(value: number, precision: number): string {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const raw = bits.getBigUint64(0)
  const biased = Number((raw >> 52n) & 0x7ffn)
  const fraction = raw & 0xfffffffffffffn
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n)
  const exponent = (biased === 0 ? 1 : biased) - 1075
  const scaled = mantissa * 10n ** BigInt(precision)
  const digits = String(exponent >= 0 ? scaled << BigInt(exponent) : halfEven(scaled, BigInt(-exponent)))
  const padded = digits.padStart(precision + 1, '0')
  const sign = raw >> 63n === 1n ? '-' : ''
  const whole = padded.slice(0, padded.length - precision)
  return `${sign}${whole}${precision === 0 ? '' : `.${padded.slice(padded.length - precision)}`}`
}

function halfEven(value: bigint, shift: bigint): bigint {
  const down = value >> shift
  const rest = value - (down << shift)
  const half = 1n << (shift - 1n)
  return rest > half || (rest === half && (down & 1n) === 1n) ? down + 1n : down
}

const notFinite = (value: number): string => (Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞')

/** `%f`. */
export function groupedDecimal(value: number, precision: number): string {
  if (!Number.isFinite(value)) return notFinite(value)
  const [whole = '', fraction] = exactDecimal(value, precision).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** `%e`; a precision is only taken for a width, so there are always six digits. */
export function scientificText(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value)
  const [mantissa = '', exponent = ''] = value.toExponential(6).split('e')
  const digits = exponent.slice(1).padStart(2, '0')
  const raised = [...digits].map((digit) => SUPERSCRIPT[Number(digit)]).join('')
  return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${raised}`
}
