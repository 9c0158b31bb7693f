// Whose tools an image has: busybox's, or GNU's as Debian's base has them. What an image has beyond them it says itself (`has`);
// of an image nobody knows every tool is taken to be there.
import type { World } from '../contract.ts'

/** Who has written the tools. */
export type Userland = 'busybox' | 'gnu'

/** Whose tools a container has. */
export const userlandOf = ({ image }: World): Userland => (image?.tools === 'gnu' ? 'gnu' : 'busybox')

const absent: Readonly<Record<Userland, ReadonlySet<string>>> = {
  busybox: new Set(['curl', 'stress']),
  gnu: new Set('curl httpd kill killall nc nslookup pgrep ping pkill ps rev stress usleep wget'.split(' ')),
}

/** Whether a container has a tool. */
export function hasTool(world: World, name: string): boolean {
  const { image } = world
  if (image === undefined) return true
  if (image.tools === 'none') return false
  return !absent[userlandOf(world)].has(name) || image.has?.includes(name) === true
}
