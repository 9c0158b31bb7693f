// Every scenario of scenarios/ plays green from the built command line, as it does in CI: no snapshot is written, none is obsolete.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

it('every scenario passes', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/cli.cjs', 'run', 'scenarios', '--reporter', 'pretty', '--quiet'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CI: 'true', NO_COLOR: '1' },
    },
  )
  expect(status, `${stdout}${stderr}`).toBe(0)
}, 300_000)
