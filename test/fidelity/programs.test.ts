// Shells and tools of containers against what real ones wrote and ended with (recordings/programs, from Debian 12's busybox 1.35,
// dash 0.5.12, bash 5.2 and GNU tools): standard output, standard error, exit code, each exact.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { startExec } from '../../src/simulator/containers/main-process.ts'
import { worldOf } from '../../src/simulator/containers/world.fixture.ts'

type Result = readonly [stdout: string, stderr: string, code: number]

function run(tools: 'busybox' | 'gnu', argv: readonly string[], workingDir: string): Result | undefined {
  const world = worldOf({ image: { name: 'app', tools }, env: { PATH: '/usr/bin:/bin' }, workingDir })
  const { clock, files } = world
  for (const directory of ['/tmp', '/etc', '/w/d']) files.makeDirectory(directory, true)
  for (const [file, text] of [
    ['/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'],
    ['/w/f', 'hi\n'],
    ['/w/d/in', 'x\n'],
  ] as const)
    files.write(file, text)
  let result: Result | undefined
  startExec(world, argv, ({ stdout, stderr, exitCode }) => {
    result = [stdout, stderr, exitCode]
  })
  clock.runTo(clock.now() + 60_000)
  return result
}

const recorded = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../recordings/programs/${name}.json`, import.meta.url), 'utf8')) as T

describe('a script in ash, dash and bash', () => {
  it.each(recorded<[script: string, ash: Result, dash: Result, bash: Result][]>('shells'))(
    '%s',
    (script, ash, dash, bash) => {
      expect(run('busybox', ['sh', '-c', script], '/')).toEqual(ash)
      expect(run('gnu', ['sh', '-c', script], '/')).toEqual(dash)
      expect(run('gnu', ['bash', '-c', script], '/')).toEqual(bash)
    },
  )
})

describe('a tool of busybox and of GNU', () => {
  it.each(recorded<[line: string, busybox: Result, gnu: Result][]>('tools'))('%s', (line, busybox, gnu) => {
    expect(run('busybox', line.split(' '), '/w')).toEqual(busybox)
    expect(run('gnu', line.split(' '), '/w')).toEqual(gnu)
  })
})
