// ubuntu: a shell and tools; without a command its shell ends at once, having no input.
import type { ImageBehaviour } from '../contract.ts'

/** ubuntu. */
export const image: ImageBehaviour = {
  name: 'ubuntu',
  size: 30_000_000,
  cmd: ['/bin/bash'],
  tools: 'gnu',
  has: ['kill', 'pgrep', 'pkill', 'ps'],
}
