// Truth values and integers as Go's strconv reads them, with its errors.
import { quote } from '../../../model/quote.ts'

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
])

/** `strconv.ParseBool`. */
export const parseGoBool = (text: string): boolean | { readonly error: string } =>
  truths.get(text) ?? { error: `strconv.ParseBool: parsing ${quote(text)}: invalid syntax` }

/** `strconv.Atoi`. */
export const parseGoInt = (text: string): number | { readonly error: string } =>
  /^[+-]?[0-9]+$/.test(text) ? Number(text) : { error: `strconv.Atoi: parsing ${quote(text)}: invalid syntax` }
