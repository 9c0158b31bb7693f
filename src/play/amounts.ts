// Numbers of things compared with what a sentence says.
import type { Amount } from '../language/nodes.ts'

/** Whether a number is what was said. */
export function isAmount({ compare, number }: Amount, found: number): boolean {
  if (compare === 'at least') return found >= number
  return compare === 'at most' ? found <= number : found === number
}

/** An amount in words. */
export function amountText({ compare, number }: Amount): string {
  return compare === 'exactly' ? String(number) : `${compare} ${number}`
}
