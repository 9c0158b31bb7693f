// polinux/stress: takes memory and processor time.
import type { ImageBehaviour } from '../contract.ts'

/** polinux/stress. */
export const image: ImageBehaviour = {
  name: 'polinux/stress',
  size: 4_000_000,
  cmd: ['stress', '--help'],
  has: ['bash', 'stress'],
}
