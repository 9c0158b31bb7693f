// The built command line from outside: exit codes, streams, what is written and what is not. `npm test` builds it first.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const CLI = path.resolve(import.meta.dirname, '../dist/cli.cjs')
const ENV = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
const FEATURE = `Feature: Demo

  Background:
    Given a cluster

  @quick
  Scenario: Passes
    Then there is no pod "a"

  Scenario: Fails
    Then there is a pod "a"

  Scenario Outline: Row <n>
    Then there is no pod "<n>"

    Examples:
      | n |
      | a |
      | b |
`
const SNAPSHOT = `Feature: Kept

  Scenario: A config map
    When I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a}
      data: {k: v}
      """
    Then configmap "a" matches its snapshot
`

// A replica set and a job want the last place: which of their controllers is first nobody has said.
const RACE = `Feature: Race

  Scenario: One place for two
    Given a cluster with nodes:
      | name   | cpu |
      | node-1 | 1   |
    When I create:
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx, resources: {requests: {cpu: 600m}}}]}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: once, image: nginx, resources: {requests: {cpu: 600m}}}]}
      """
    Then every pod with labels "app=web" runs on node "node-1"
`

let home = ''
beforeAll(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-e2e-'))
  put('scenarios/demo.feature', FEATURE)
})
afterAll(() => fs.rmSync(home, { recursive: true }))

function put(file: string, content: string): string {
  const target = path.join(home, file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, content)
  return file
}

function kabuki(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: home,
    env: { ...ENV, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('kabuki run --watch', () => {
  it('plays again when a file changes', async () => {
    put('watched/a.feature', FEATURE)
    const child = spawn(process.execPath, [CLI, 'run', '-q', '--watch', 'watched'], { cwd: home, env: ENV })
    const told = (text: string): Promise<void> =>
      new Promise((resolve) => {
        let out = ''
        child.stdout.on('data', (part: Buffer) => {
          out += part.toString()
          if (out.includes(text)) resolve()
        })
      })
    const again = told('4 scenarios: 4 passed\n')
    await told('4 scenarios: 3 passed, 1 failed\n')
    put('watched/a.feature', FEATURE.replace('there is a pod "a"', 'there is no pod "a"'))
    await again
    child.kill('SIGINT')
  })
})

describe('kabuki check', () => {
  it('warns, in place, of what nothing acts on', () => {
    put('warned/policy.yaml', 'apiVersion: flowcontrol.apiserver.k8s.io/v1\nkind: FlowSchema\nmetadata: {name: a}\n')
    const spec = 'spec: {containers: [{name: a, image: i, securityContext: {seLinuxOptions: {level: s0}}}]}'
    put(
      'warned/a.feature',
      `Feature: F
  Scenario: S
    When I apply "policy.yaml"
    And I create:
      """yaml
      {apiVersion: v1, kind: Pod, metadata: {name: web},
      ${spec}}
      """
`,
    )
    expect(kabuki(['check', 'warned'])).toEqual({
      status: 0,
      stderr: '',
      stdout: `warned/a.feature:7:81: warning: spec.containers[].securityContext.seLinuxOptions is NotSimulated: there is no SELinux
  7 |       ${spec}}
    |                                                                                 ^

warned/policy.yaml:2:7: warning: FlowSchema is NotSimulated: requests are never queued
  2 | kind: FlowSchema
    |       ^

1 file, 1 scenario: all understood, 2 warnings
`,
    })
  })
})

describe('kabuki run --explore', () => {
  const FAILED = 'race.feature:3  One place for two  (seed 1, order '

  it('tells the first legal order in which a scenario fails, and plays it again', () => {
    put('race.feature', RACE)
    expect(kabuki(['run', '-q', 'race.feature'])).toMatchObject({ status: 0 })
    const explored = kabuki(['run', '-q', 'race.feature', '--explore', '20'])
    expect(explored).toMatchObject({ status: 1, stdout: expect.stringContaining(FAILED) as string })
    const [again = '', order = ''] = /kabuki run race.feature:3 --order (\d+)/.exec(explored.stdout) ?? []
    expect(explored.stdout).toContain(
      `· it holds in the usual order of what happens at once, but not in order ${order}: ${again}\n`,
    )
    const replayed = kabuki([...again.split(' ').slice(1), '-q'])
    expect(replayed).toMatchObject({ status: 1, stdout: expect.stringContaining(`${FAILED}${order})`) as string })
    expect(kabuki(['run', '-q', 'race.feature', '-j', '2', '--explore', '20'])).toEqual(explored)
  })
})

describe('kabuki', () => {
  it('says its version and its commands', () => {
    expect(kabuki(['--version'])).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' })
    expect(kabuki(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('kabuki run [paths…]') as string,
    })
    expect(kabuki(['run', '--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--shard') as string })
  })

  it.each<[string[], string, Record<string, string>?]>([
    [['rn'], 'kabuki: unknown command "rn"\n  did you mean run?\n'],
    [['run', '--tag', '@x'], 'kabuki: unknown option --tag\n  did you mean --tags?\n'],
    [['run', '--reporter', 'jnuit'], 'kabuki: --reporter: there is no reporter "jnuit"\n  did you mean junit?\n'],
    [['run', '--tags', '@nothing'], 'kabuki: no scenario matches --tags and --name\n'],
    [['run', '--shard', '3/2'], 'kabuki: --shard: "3/2" is not a part like 2/5\n'],
    [['run', '-u'], 'kabuki: -u does not write in CI\n  unset CI to write snapshots here\n', { CI: 'true' }],
  ])('refuses %j', (args, stderr, env = {}) => {
    expect(kabuki(args, env)).toEqual({ status: 2, stdout: '', stderr })
  })

  it('plays nothing when something cannot be read', () => {
    const file = put('bad/unknown.feature', 'Feature: Bad\n  Scenario: S\n    Given nonsense\n')
    const { status, stdout, stderr } = kabuki(['run', 'scenarios', file, 'nowhere.feature'])
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
    expect(stdout).toContain('bad/unknown.feature:3:11: error: ')
    expect(stdout).toContain('nowhere.feature:1:1: error: there is no such file or directory')
    expect(stdout).not.toContain('✓')
  })

  it('checks without playing', () => {
    expect(kabuki(['check'])).toEqual({ status: 0, stdout: '1 file, 4 scenarios: all understood\n', stderr: '' })
    const file = put('bad/sentence.feature', 'Feature: Bad\n  Scenario: S\n    Given nonsense\n')
    expect(kabuki(['check', file])).toMatchObject({ status: 2 })
  })

  it('explains sentences', () => {
    expect(kabuki(['explain', 'pod'])).toMatchObject({ status: 0 })
    expect(kabuki(['explain', 'xyzzy'])).toMatchObject({ status: 2 })
  })
})

describe('kabuki run', () => {
  it('tells what passed and failed', () => {
    const { status, stdout } = kabuki(['run'])
    expect(status).toBe(1)
    expect(stdout).toContain(
      '  ✗ Fails\n    ✓ Given a cluster\n    ✗ Then there is a pod "a"  scenarios/demo.feature:11:10\n',
    )
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('4 scenarios: 3 passed, 1 failed')
  })

  it.each([
    [['scenarios/demo.feature:7'], '1 scenario: 1 passed'],
    [['scenarios/demo.feature:19', '--name', 'Row'], '1 scenario: 1 passed'],
    [['--tags', 'not @quick', '--name', '/^(row|passes)/i'], '2 scenarios: 2 passed'],
    [['--dry-run'], '4 scenarios: 4 skipped'],
    [['--shard', '1/3', '--dry-run'], '2 scenarios: 2 skipped'],
    [['--fail-fast'], '4 scenarios: 1 passed, 1 failed, 2 skipped'],
  ])('%j', (args, last) => {
    expect(
      kabuki(['run', ...args])
        .stdout.trimEnd()
        .split('\n')
        .at(-1),
    ).toBe(last)
  })

  it('says the same bytes whatever the number of threads', () => {
    for (let i = 0; i < 5; i++) put(`many/f${i}.feature`, FEATURE)
    const args = ['run', 'many', '--reporter', 'json', '--timeline']
    const alone = kabuki(args)
    expect(alone.status).toBe(1)
    expect(JSON.parse(alone.stdout)).toMatchObject({ summary: { scenarios: 20, passed: 15, failed: 5 } })
    expect(kabuki([...args, '--parallel', '3'])).toEqual(alone)
  })

  it('writes several reports', () => {
    const { status, stdout } = kabuki(['run', '-r', 'dot', '-r', 'junit:out/report.xml', '--tags', '@quick'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '.\n\n1 scenario: 1 passed\n' })
    expect(fs.readFileSync(path.join(home, 'out/report.xml'), 'utf8')).toContain('<testcase name="Passes"')
  })

  it('keeps its verdict when nobody reads', async () => {
    const child = spawn(process.execPath, [CLI, 'run'], { cwd: home, env: ENV, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString()
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })
})

describe('snapshots', () => {
  const kept = (): string => fs.readFileSync(path.join(home, 'kept/snapshots/a.snap.yaml'), 'utf8')

  it('are written when asked, compared ever after, and removed when obsolete', () => {
    const file = put('kept/scenarios/a.feature', SNAPSHOT)
    expect(kabuki(['run', file])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('write it with kabuki run -u') as string,
    })
    expect(fs.existsSync(path.join(home, 'kept/snapshots'))).toBe(false)
    expect(kabuki(['run', '-u', file])).toMatchObject({ status: 0 })
    expect(kept()).toContain('    uid: <uid-1>\n')
    expect(kabuki(['run', file], { CI: '1' })).toMatchObject({ status: 0 })

    const before = kept()
    put(file, SNAPSHOT.replace('k: v', 'k: w'))
    const differs = kabuki(['run', file])
    expect(differs.status).toBe(1)
    expect(differs.stdout).toMatch(/@@ .* @@ data\.k\n[\s\S]*- {2}k: v\n {8}\+ {2}k: w\n/)
    expect(kept()).toBe(before)

    put(file, SNAPSHOT.replace('A config map', 'Another name'))
    expect(kabuki(['run', '-u', file])).toMatchObject({ status: 0 })
    expect(kept()).not.toContain('A config map')

    put(file, SNAPSHOT.replace('A config map', 'Another name').replace('matches its snapshot', 'exists'))
    expect(kabuki(['run', file])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('1 obsolete snapshot') as string,
    })
    expect(kabuki(['run', file], { CI: '1' })).toMatchObject({ status: 1 })
    expect(kabuki(['run', '-u', file])).toMatchObject({ status: 0 })
    expect(fs.readdirSync(path.join(home, 'kept/snapshots'))).toEqual([])
  })
})
