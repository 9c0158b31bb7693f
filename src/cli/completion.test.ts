import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from './command.ts'
import { runCommand } from './commands.fixture.ts'
import { command, optionsOf } from './completion.ts'
import { RUN_HELP } from './run-options.ts'

describe('kabuki completion', () => {
  it.each(['bash', 'zsh', 'fish'])('%s names every command', async (shell) => {
    const { code, out } = await runCommand(command, [shell])
    expect(code).toBe(0)
    for (const name of Object.keys(COMMANDS)) expect(out).toContain(name)
  })

  it('refuses what is no shell', async () => {
    await expect(runCommand(command, [])).rejects.toThrow('a shell is wanted: bash, zsh or fish')
    await expect(runCommand(command, ['tcsh'])).rejects.toThrow('a shell is wanted')
  })

  it('reads options out of a help text', () => {
    const options = optionsOf(RUN_HELP)
    expect(options.map((o) => o.name)).toEqual(expect.arrayContaining(['--tags', '--reporter', '--no-color', '--seed']))
    expect(options.find((o) => o.name === '--fail-fast')).toEqual({
      name: '--fail-fast',
      description: 'stop at the first scenario that fails',
    })
    expect(optionsOf('      --seed <n>\n      --port <n>   a port\n')).toEqual([
      { name: '--seed', description: '' },
      { name: '--port', description: 'a port' },
    ])
  })

  it('completes in bash', async () => {
    const { out } = await runCommand(command, ['bash'])
    const complete = (words: string): string => {
      const script = `${out}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _kabuki; echo "\${COMPREPLY[@]}"`
      return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim()
    }
    expect(complete('kabuki ch')).toBe('check')
    expect(complete('kabuki run --fail')).toBe('--fail-fast')
    expect(complete('kabuki fmt --c')).toBe('--check')
  })
})
