import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { settle, writeSnapshots } from './settle.ts'
import { readSnapshots, SnapshotSession } from './store.ts'

const SCENARIOS = ['One', 'Two']
const all = new Set(SCENARIOS)

function play(
  source: string | undefined,
  update: boolean,
  asks: readonly (readonly [string, string, unknown])[],
  played = all,
) {
  const stored = readSnapshots(source)
  const session = new SnapshotSession('s.snap.yaml', stored, update)
  const ports = new Map(SCENARIOS.map((name) => [name, session.scenario(name)]))
  const results = asks.map(([scenario, name, value]) => ports.get(scenario)!.match(name, value))
  const seen = session.take()
  return { results, seen, settled: settle({ stored, seen, scenarios: SCENARIOS, played }, update) }
}

const written = play(undefined, true, [
  ['One', 'it', { kind: 'Pod', apiVersion: 'v1' }],
  ['One', 'it', { kind: 'Node', apiVersion: 'v1' }],
  ['Two', 'the output', 'pod/a created\npod/b created\n'],
  ['Two', 'nothing', []],
])
const FILE = `# What was found when this was accepted with kabuki run -u. Review it like code; change it by playing again.

One › it:
  apiVersion: v1
  kind: Pod

One › it (2):
  apiVersion: v1
  kind: Node

Two › the output: |
  pod/a created
  pod/b created

Two › nothing: []
`

describe('snapshots', () => {
  it('are written in file order when asked to', () => {
    expect(written.results).toEqual([1, 2, 3, 4].map(() => ({ ok: true, state: 'written' })))
    expect(written.settled).toEqual({ obsolete: [], text: FILE })
  })

  it('match when played again, and nothing is to be done', () => {
    const again = play(FILE, false, [
      ['One', 'it', { apiVersion: 'v1', kind: 'Pod' }],
      ['One', 'it', { apiVersion: 'v1', kind: 'Node' }],
      ['Two', 'the output', 'pod/a created\npod/b created\n'],
      ['Two', 'nothing', []],
    ])
    expect(again.results).toEqual([1, 2, 3, 4].map(() => ({ ok: true, state: 'matched' })))
    expect(again.settled).toEqual({ obsolete: [] })
  })

  it('differ with a diff, are missing with advice, and are never written without being asked', () => {
    const { results, settled } = play(FILE, false, [
      ['One', 'it', { apiVersion: 'v1', kind: 'Service' }],
      ['Two', 'new', 1],
    ])
    expect(results).toEqual([
      {
        ok: false,
        summary: 'it differs from the snapshot "One › it" in s.snap.yaml',
        diff: ['@@ -1,2 +1,2 @@ kind', ' apiVersion: v1', '-kind: Pod', '+kind: Service'],
      },
      { ok: false, summary: 'there is no snapshot "Two › new" in s.snap.yaml; write it with kabuki run -u', diff: [] },
    ])
    expect(settled).toEqual({ obsolete: ['One › it (2)', 'Two › the output', 'Two › nothing'] })
  })

  it('of scenarios that were not played to their end are kept; those of no scenario are not', () => {
    const { settled } = play(`${FILE}\nGone › it: 1\n`, true, [['One', 'it', 5]], new Set(['One']))
    expect(settled.obsolete).toEqual(['One › it (2)', 'Gone › it'])
    expect(settled.text).toBe(`${FILE.split('\n').slice(0, 2).join('\n')}
One › it: 5

Two › the output: |
  pod/a created
  pod/b created

Two › nothing: []
`)
  })

  it('that are all obsolete leave no file', () => {
    expect(play('Gone › it: 1\n', true, []).settled).toEqual({ obsolete: ['Gone › it'], text: null })
  })

  it('that cannot be read fail, and are replaced only when everything was played', () => {
    const broken = 'One › it: [1\n'
    expect(play(broken, false, [['One', 'it', 1]]).results).toEqual([
      {
        ok: false,
        summary: expect.stringMatching(
          /^the snapshots in s\.snap\.yaml could not be read: .* at line \d+, column \d+$/,
        ) as string,
        diff: [],
      },
    ])
    expect(play(broken, true, [['One', 'it', 1]], new Set(['One'])).settled).toEqual({ obsolete: [] })
    expect(play(broken, true, [['One', 'it', 1]]).settled.text).toContain('One › it: 1\n')
  })

  it('are put in place whole', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-snap-'))
    const file = path.join(folder, 'a/b.snap.yaml')
    writeSnapshots(file, FILE)
    expect([fs.readFileSync(file, 'utf8'), fs.readdirSync(path.dirname(file))]).toEqual([FILE, ['b.snap.yaml']])
    writeSnapshots(file, null)
    expect(fs.readdirSync(path.dirname(file))).toEqual([])
    fs.rmSync(folder, { recursive: true })
  })
})
