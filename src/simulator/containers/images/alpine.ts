// alpine: a shell and tools; without a command its shell ends at once, having no input.
import type { ImageBehaviour } from '../contract.ts'

/** alpine. */
export const image: ImageBehaviour = { name: 'alpine', size: 3_800_000, cmd: ['/bin/sh'], packages: 'apk' }
