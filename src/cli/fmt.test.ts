import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { put, runCommand, temporaryFolder } from './commands.fixture.ts'
import { command } from './fmt.ts'

const folder = temporaryFolder()
afterAll(() => fs.rmSync(folder, { recursive: true }))

const CROOKED = 'Feature: f\nScenario: s\nGiven a cluster\n'
const RIGHT = 'Feature: f\n\n  Scenario: s\n    Given a cluster\n'

describe('kabuki fmt', () => {
  it('lays out what is not, and only that', async () => {
    const crooked = put(folder, 'a/crooked.feature', CROOKED)
    put(folder, 'a/right.feature', RIGHT)
    const dir = path.join(folder, 'a')
    expect(await runCommand(command, ['--check', dir])).toEqual({
      code: 1,
      out: `${crooked}\n2 files, 1 would change\n`,
    })
    expect(fs.readFileSync(crooked, 'utf8')).toBe(CROOKED)
    expect(await runCommand(command, [dir])).toEqual({ code: 0, out: `${crooked}\n2 files, 1 changed\n` })
    expect(fs.readFileSync(crooked, 'utf8')).toBe(RIGHT)
    expect(await runCommand(command, ['--check', dir])).toEqual({ code: 0, out: '2 files: nothing to change\n' })
    expect(await runCommand(command, ['-q', dir])).toEqual({ code: 0, out: '' })
    expect(fs.readdirSync(dir)).toEqual(['crooked.feature', 'right.feature'])
  })

  it('leaves what it cannot read', async () => {
    const file = put(folder, 'b/bad.feature', 'Feature: f\n  Scenario: s\n    Given a cluster\n    nonsense\n')
    const { code, out } = await runCommand(command, [file])
    expect(code).toBe(2)
    expect(out).toContain(`${file}:4:5: error: `)
    expect(fs.readFileSync(file, 'utf8')).toContain('nonsense')
    expect(await runCommand(command, [path.join(folder, 'nowhere')])).toMatchObject({ code: 2 })
  })

  it('writes through links and keeps the mode', async () => {
    const file = put(folder, 'c/real.feature', CROOKED)
    fs.chmodSync(file, 0o640)
    const link = path.join(folder, 'c/link.feature')
    fs.symlinkSync('real.feature', link)
    expect(await runCommand(command, [link])).toMatchObject({ code: 0 })
    expect(fs.readFileSync(file, 'utf8')).toBe(RIGHT)
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true)
    expect(fs.statSync(file).mode & 0o777).toBe(0o640)
  })
})
