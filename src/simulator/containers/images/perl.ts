// perl: as documentation runs it, it computes pi.
import type { ImageBehaviour } from '../contract.ts'
import { sleep } from '../coroutine.ts'
import { notSimulated } from '../programs/unknown.ts'

/** How long it takes here: ours, on some machine or other. */
const COMPUTING_MS = 5000

/** The first digits of pi, the last rounded as Math::BigFloat does: Machin's formula. */
function pi(digits: number): string {
  const guard = 10
  const unit = 10n ** BigInt(digits + guard)
  const arctan = (n: bigint): bigint => {
    let [power, sum, sign] = [unit / n, unit / n, -1n]
    for (let k = 3n; power > 0n; k += 2n, sign = -sign) {
      power /= n * n
      sum += (sign * power) / k
    }
    return sum
  }
  const value = 4n * (4n * arctan(5n) - arctan(239n))
  const rounded = String(value / 10n ** BigInt(guard) / 10n + ((value / 10n ** BigInt(guard)) % 10n >= 5n ? 1n : 0n))
  return digits === 1 ? rounded : `${rounded.slice(0, 1)}.${rounded.slice(1)}`
}

/** perl. */
export const image: ImageBehaviour = {
  name: 'perl',
  size: 336_000_000,
  cmd: ['perl', '-de0'],
  tools: 'gnu',
  has: ['curl', 'kill', 'pgrep', 'pkill', 'ps', 'wget'],
  programs: {
    *perl(context, args) {
      const { world, out, err, name } = context
      const digits = /bpi\((\d+)\)/.exec(args.join(' '))?.[1]
      if (digits === undefined) {
        err.write(notSimulated(name))
        return 0
      }
      yield sleep(world.clock, COMPUTING_MS)
      out.write(`${pi(Number(digits))}\n`)
      return 0
    },
  },
}
