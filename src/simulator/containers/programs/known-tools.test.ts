// Which tools are found in which image: those that are there and not simulated say so, those of others are not found.
import { expect, it } from 'vitest'
import { image as alpine } from '../images/alpine.ts'
import { image as busybox } from '../images/busybox.ts'
import { image as nginx } from '../images/nginx.ts'
import { startExec } from '../main-process.ts'
import { worldOf } from '../world.fixture.ts'

it.each([
  [busybox, 'free', 'taken'],
  [busybox, 'apt-get', 'not there'],
  [busybox, 'apk', 'not there'],
  [alpine, 'apk', 'taken'],
  [nginx, 'apt-get', 'taken'],
  [nginx, 'free', 'not there'],
  [nginx, 'ps', 'not there'],
  [nginx, 'pwd', 'simulated'],
  [busybox, 'pwd', 'simulated'],
] as const)('%o: %s', (image, name, expected) => {
  const world = worldOf({ image })
  let found: string | undefined
  startExec(world, [name], ({ stderr, startError }) => {
    found = startError !== undefined ? 'not there' : stderr.includes('NotSimulated') ? 'taken' : 'simulated'
  })
  world.clock.runTo(world.clock.now() + 10)
  expect(found).toBe(expected)
})
