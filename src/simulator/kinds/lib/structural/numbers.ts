// Numbers as the schema validator judges and prints them. Upstream: kube-openapi/pkg/validation/validate/values.go.

const INT32 = 2 ** 31
const INT64 = 2 ** 63
/** strconv's threshold for the shortest form of `%g`. */
const LARGEST_PLAIN = 6
const MAX_FLOAT32 = 3.4028234663852886e38

/** A number as Go's %v prints a float64: plain below a million, else 3e+09. */
export function goFloat(value: number): string {
  if (value === 0) return '0'
  const [digits = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < LARGEST_PLAIN) return String(value)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** Whether a number fits a type and format; the type in words when it does not. */
export function rangeProblem(value: number, type: string, format: string): string | undefined {
  if (fits(value, type, format)) return undefined
  return format === '' ? `${type} (default format)` : `${type} with format ${format}`
}

function fits(value: number, type: string, format: string): boolean {
  if (type === 'integer') {
    const bound = format === 'int32' ? INT32 : INT64
    return Number.isInteger(value) && value >= -bound && value < bound
  }
  return format === 'float' ? Math.abs(value) <= MAX_FLOAT32 : true
}

/** Whether a number is a whole multiple of another. */
export function multipleOf(value: number, factor: number): boolean {
  if (factor === 0) return false
  const times = value / factor
  return Math.abs(times - Math.round(times)) < 1e-9
}
