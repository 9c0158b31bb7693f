// From starting the process to the verdict on one scenario, as a person at a prompt waits for it: the built command line,
// spawned again and again. Beside it what Node itself takes to start, and what the command takes to say its version.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const TIMES = 20
const cli = path.resolve('dist/cli.cjs')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-start-'))
const feature = path.join(folder, 'one.feature')
fs.writeFileSync(
  feature,
  `Feature: One

  Scenario: A pod runs
    Given a cluster
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: nginx}]}
      """
    Then pod "web" is Running
`,
)

/** Sorted milliseconds of so many starts. */
function spawned(args: readonly string[]): { readonly times: readonly number[]; readonly status: number | null } {
  let status: number | null = null
  const times = Array.from({ length: TIMES }, () => {
    const began = performance.now()
    status = spawnSync(process.execPath, args, { stdio: 'ignore' }).status
    return performance.now() - began
  })
  return { times: times.sort((a, b) => a - b), status }
}

const rows = {
  'node alone': ['-e', '0'],
  'kabuki --version': [cli, '--version'],
  'kabuki run, one scenario': [cli, 'run', feature],
}
console.table(
  Object.fromEntries(
    Object.entries(rows).map(([name, args]) => {
      const { times, status } = spawned(args)
      const shown = (at: number): string => times[at]!.toFixed(1)
      return [name, { 'median ms': shown(TIMES >> 1), 'least ms': shown(0), 'most ms': shown(TIMES - 1), exit: status }]
    }),
  ),
)
fs.rmSync(folder, { recursive: true })
