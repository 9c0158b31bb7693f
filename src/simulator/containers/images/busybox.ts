// busybox: a shell and tools; without a command its shell ends at once, having no input.
import type { ImageBehaviour } from '../contract.ts'

/** busybox. */
export const image: ImageBehaviour = { name: 'busybox', size: 2_223_685, cmd: ['sh'] }
