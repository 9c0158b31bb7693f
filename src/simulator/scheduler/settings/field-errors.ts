// Faults of fields in the words of apimachinery's validation. Upstream: apimachinery/pkg/util/validation/field/errors.go.
import { quote } from '../../../model/quote.ts'

const shown = (value: unknown): string => (typeof value === 'string' ? quote(value) : JSON.stringify(value))
const detailed = (text: string, detail: string): string => (detail === '' ? text : `${text}: ${detail}`)

export const invalid = (path: string, value: unknown, detail: string): string =>
  detailed(`${path}: Invalid value: ${shown(value)}`, detail)

export const required = (path: string, detail = ''): string => detailed(`${path}: Required value`, detail)

export const forbidden = (path: string, detail: string): string => detailed(`${path}: Forbidden`, detail)

export const duplicate = (path: string, value: unknown): string => `${path}: Duplicate value: ${shown(value)}`

export const notSupported = (path: string, value: string, supported: readonly string[]): string =>
  `${path}: Unsupported value: ${quote(value)}: supported values: ${supported.map((each) => quote(each)).join(', ')}`

/** Several faults as one text, each once. Upstream: Aggregate in apimachinery/pkg/util/errors/errors.go. */
export function aggregate(faults: readonly string[]): string {
  const different = [...new Set(faults)]
  return different.length === 1 ? different[0]! : `[${different.join(', ')}]`
}
