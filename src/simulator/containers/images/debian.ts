// debian: a shell and tools; without a command its shell ends at once, having no input.
import type { ImageBehaviour } from '../contract.ts'

/** debian. */
export const image: ImageBehaviour = { name: 'debian', size: 49_000_000, cmd: ['bash'], tools: 'gnu' }
