// A world for tests of what runs in containers: a container on its own, on a network where nobody listens.
import { Clock } from '../engine/clock.ts'
import type { World } from './contract.ts'
import { FileSystem } from './files/file-system.ts'

/** A world with an empty file system but for /tmp, at the start of 2026; what matters to a test is said instead. */
export function worldOf(given: Partial<World> = {}): World & { readonly clock: Clock } {
  const clock = new Clock(Date.UTC(2026, 0, 1))
  const files = new FileSystem(() => clock.now())
  files.makeDirectory('/tmp', true)
  files.makeDirectory('/dev')
  for (const [name, endless] of [
    ['zero', 'zeros'],
    ['urandom', 'random'],
  ] as const)
    files.place(`/dev/${name}`, { kind: 'device', read: () => '', write() {}, endless })
  return {
    time: clock,
    pace: { takes: (milliseconds) => milliseconds },
    image: { name: 'busybox' },
    tag: 'latest',
    mounts: [],
    files,
    env: {},
    workingDir: '/',
    hostname: 'p',
    user: { uid: 0, gid: 0, groups: [] },
    network: {
      ip: '10.0.0.1',
      listen: () => true,
      close() {},
      connect: () => 'refused',
      resolve: () => undefined,
      addresses: () => [],
    },
    cpus: 4,
    memoryLimit: undefined,
    print() {},
    takeMemory() {},
    outOfMemory() {},
    ...given,
    clock,
  }
}
