// perl: as documentation runs it, it computes pi.
import type { ImageBehaviour } from '../contract.ts'
import { sleep } from '../coroutine.ts'

/** The first 2,000 digits take a few seconds; their beginning is enough to be recognised. */
const COMPUTING_MS = 5000
const PI = '3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679'

/** perl. */
export const image: ImageBehaviour = {
  name: 'perl',
  size: 336_000_000,
  cmd: ['perl', '-de0'],
  programs: {
    *perl({ world, out }, args) {
      if (!args.join(' ').includes('bpi')) return 0
      yield sleep(world.clock, COMPUTING_MS)
      out.write(`${PI}\n`)
      return 0
    },
  },
}
