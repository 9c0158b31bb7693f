// Sources that never end: /dev/zero and /dev/urandom, the latter the same bytes at every reading. Limits: random bytes are those of
// ASCII, texts here are UTF-8; a reader that takes more than 64 MiB waits from then on.
import type { Source, World } from '../contract.ts'
import { absolute } from '../files/file-system.ts'

const CHUNK = 65_536
const MOST = 1024
const SEED = 0x9e3779b9

/** What can be read of a path without end; undefined where the path is something else. */
export function endlessSource(world: World, path: string, cwd: string): Source | undefined {
  const node = world.files.get(absolute(path, cwd))
  if (node?.kind !== 'device' || node.endless === undefined) return undefined
  const more = node.endless === 'zeros' ? () => '\0'.repeat(CHUNK) : randomTexts()
  let read = 0
  return {
    *read() {
      if (read++ > 0)
        yield (resume) => {
          if (read <= MOST) return world.clock.after(1, resume).cancel
          return undefined
        }
      return more()
    },
  }
}

function randomTexts(): () => string {
  let state = SEED
  return () => {
    const bytes = Buffer.allocUnsafe(CHUNK)
    for (let i = 0; i < CHUNK; i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      bytes[i] = (state >>> 11) & 127
    }
    return bytes.toString('latin1')
  }
}
