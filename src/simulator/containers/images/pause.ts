// pause: sleeps until it is told to stop; has nothing else.
import type { ImageBehaviour } from '../contract.ts'

/** pause. */
export const image: ImageBehaviour = {
  name: 'pause',
  size: 320_448,
  entrypoint: ['/pause'],
  tools: 'none',
  programs: { '/pause': { listens: [] } },
}
