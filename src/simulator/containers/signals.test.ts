// What signals do to the first process of a container, and who can send them from within.
import { expect, it } from 'vitest'
import type { Exit, ImageBehaviour } from './contract.ts'
import { image as agnhost } from './images/agnhost.ts'
import { image as nginx } from './images/nginx.ts'
import { startExec, startMain } from './main-process.ts'
import { worldOf } from './world.fixture.ts'

/** A container of an image that has run for a second: what commands in it say, and how it ended. */
function container(image: ImageBehaviour, argv: readonly string[]) {
  const world = worldOf({ image })
  const { clock } = world
  let ended: Exit | undefined
  const main = startMain(argv, image, undefined, { clock, world, exit: (exit) => (ended ??= exit) })
  if ('startError' in main) throw new Error(main.startError)
  clock.runTo(clock.now() + 1000)
  return {
    main,
    end: () => {
      clock.runTo(clock.now() + 10_000)
      return ended
    },
    exec: (...command: string[]) => {
      let said: unknown
      startExec(world, command, ({ stdout, stderr, exitCode }) => {
        said = [stdout, stderr, exitCode]
      })
      clock.runTo(clock.now() + 100)
      return said
    },
  }
}

const web = () => container({ ...nginx, tools: 'busybox' }, ['/docker-entrypoint.sh', 'nginx', '-g', 'daemon off;'])

it('nginx -s speaks to the server that runs', () => {
  const { exec, end } = web()
  expect(exec('nginx', '-s', 'reload')).toEqual(['', '', 0])
  expect(end()).toBeUndefined()
  expect(exec('nginx', '-s', 'quit')).toEqual(['', '', 0])
  expect(end()).toEqual({ code: 0 })
  expect(exec('killall', '-0', 'nginx')).toEqual(['', 'killall: nginx: no process killed\n', 1])
})

it('a server is found by its name and is pid 1', () => {
  const { exec, end } = web()
  expect(exec('killall', '-0', 'nginx')).toEqual(['', '', 0])
  expect(exec('pgrep', 'nginx')).toEqual(['1\n', '', 0])
  expect(exec('pgrep', '-f', 'daemon off')).toEqual(['1\n', '', 0])
  expect(exec('pgrep', 'daemon')).toEqual(['', '', 1])
  expect(exec('kill', '1')).toEqual(['', '', 0])
  expect(end()).toEqual({ code: 0 })
})

it('a Go program ends with 2, pause by its own word', () => {
  const liveness = container(agnhost, ['/agnhost', 'liveness'])
  liveness.main.signal('SIGTERM')
  expect(liveness.end()).toEqual({ code: 2 })
  const pause = container(agnhost, ['/agnhost', 'pause'])
  pause.main.signal('SIGHUP')
  expect(pause.end()).toBeUndefined()
  pause.main.signal('SIGTERM')
  expect(pause.end()).toEqual({ code: 2 })
})
