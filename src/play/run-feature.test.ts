import { describe, expect, it } from 'vitest'
import { StageError } from '../cluster/port.ts'
import type { PlayFiles, SnapshotMatch } from './contract.ts'
import { fakeClusters, type Happening, podIn } from './fake-cluster.fixture.ts'
import type { ScenarioResult } from './result.ts'
import { runFeature } from './run-feature.ts'

const FILES: Readonly<Record<string, string>> = {
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n',
  'typo.yaml': 'apiVersion: v1\nkind: Podd\n',
  'broken.yaml': 'a: [1\nb: 2\n',
}

const files: PlayFiles = {
  read: (name) =>
    Object.hasOwn(FILES, name)
      ? new TextEncoder().encode(FILES[name])
      : name === 'binary.yaml'
        ? Uint8Array.of(1, 0, 2)
        : undefined,
  list: (name) => (name === 'all' ? ['x.txt'] : undefined),
  label: (name) => name,
}

const snapshots = () => ({ match: (): SnapshotMatch => ({ ok: true, state: 'matched' }) })

function run(steps: string, script: readonly Happening[] = []) {
  const text = `Feature: F\n  Scenario: S\n${steps
    .trim()
    .split('\n')
    .map((l) => `    ${l.trim()}`)
    .join('\n')}\n`
  return runFeature('f.feature', text, { factory: fakeClusters(script), files, snapshots, patience: 60_000 })
}

async function outcome(steps: string, script: readonly Happening[] = []): Promise<string> {
  const { diagnostics, scenarios } = await run(steps, script)
  if (diagnostics.length > 0) return diagnostics.map((d) => `${d.line}:${d.column} ${d.message}`).join('\n')
  return (scenarios[0] as ScenarioResult).steps
    .map((s) =>
      [s.outcome, s.failure?.summary, s.failure?.actual, ...(s.failure?.details ?? [])].filter(Boolean).join(' | '),
    )
    .join('\n')
}

const ripening: readonly Happening[] = [
  { at: 0, object: podIn('Pending') },
  { at: 30_000, object: podIn('Running') },
  { at: 300_000, object: podIn('Failed') },
]

describe('time in a Then', () => {
  it('alone waits as long as the patience', async () => {
    expect(await outcome('Then pod "web" is Running', ripening)).toBe('passed')
    expect(await outcome('Given the patience is 10s\nThen pod "web" is Running', ripening)).toBe(
      'passed\nfailed | pod "web" is not Running | Pending | after waiting 10s of cluster time',
    )
  })

  it('within a time of its own, or at once', async () => {
    expect(await outcome('Then pod "web" is Failed within 10m', ripening)).toBe('passed')
    expect(await outcome('Then pod "web" is Running immediately', ripening)).toBe(
      'failed | pod "web" is not Running | Pending',
    )
  })

  it('for a while', async () => {
    expect(await outcome('Then pod "web" is Running for 4m', ripening)).toBe('passed')
    expect(await outcome('Then pod "web" is Running for 10m', ripening)).toBe(
      'failed | pod "web" is not Running | Failed | it held for 4m30s, not for 10m',
    )
  })

  it('never, in what was and what will be', async () => {
    expect(await outcome('Then pod "web" is never Succeeded', ripening)).toBe('passed')
    expect(await outcome('Then pod "web" is never Running', ripening)).toBe(
      'failed | pod "web" is Running, which must never be | it became so at 30s after the start',
    )
    expect(await outcome('When 10m pass\nThen there was never a pod "web"', ripening)).toBe(
      'passed\nfailed | pod "web" exists, which must never be | it was so at the start',
    )
  })

  it('sees in the past what no look would have caught', async () => {
    const blink: readonly Happening[] = [
      ...ripening.slice(0, 1),
      { at: 5000, object: podIn('Failed') },
      { at: 5000, object: podIn('Running') },
    ]
    expect(await outcome('When 1m passes\nThen pod "web" is never Failed', blink)).toBe(
      'passed\nfailed | pod "web" is Failed, which must never be | it was so at 5s after the start',
    )
  })

  it('still: now and since the last action', async () => {
    expect(await outcome('When 1m passes\nAnd 1m passes\nThen pod "web" is still Running', ripening)).toBe(
      'passed\npassed\npassed',
    )
    expect(await outcome('When 1m passes\nThen pod "web" is still Running', ripening)).toBe(
      'passed\nfailed | pod "web" is not Running | Pending | so it was at the start',
    )
  })

  it('at all times', async () => {
    expect(await outcome('When 1m passes\nThen there are at least 1 pods at all times', ripening)).toBe(
      'passed\npassed',
    )
  })

  it('before and until', async () => {
    expect(await outcome('When 10m pass\nThen pod "web" is Running before pod "web" is Failed', ripening)).toBe(
      'passed\npassed',
    )
    expect(await outcome('When 10m pass\nThen pod "web" is Failed before pod "web" is Running', ripening)).toBe(
      'passed\nfailed | pod "web" is Failed not before but after pod "web" is Running | pod "web" is Failed at 5m after the start | pod "web" is Running at 30s after the start',
    )
    expect(
      await outcome('When 1m passes\nAnd 10m pass\nThen pod "web" is Running until pod "web" is Failed', ripening),
    ).toBe('passed\npassed\npassed')
  })
})

describe('what stops a scenario', () => {
  it('lets all Thens of a block run, then ends', async () => {
    expect(
      await outcome(
        'Given the patience is 1s\nThen there is a pod "a"\nAnd there is a pod "b"\nWhen 1s passes\nThen there is a pod "c"',
      ),
    ).toBe(
      'passed\nfailed | there is no pod "a" | after waiting 1s of cluster time\nfailed | there is no pod "b" | after waiting 1s of cluster time\nskipped\nskipped',
    )
  })

  it('fails a refused When unless a Then looks at it', async () => {
    expect(await outcome('When I delete pod "x"\nThen there is no pod "x"')).toBe(
      'failed | pod "x" was refused (NotFound) | pods "x" not found\nskipped',
    )
    expect(await outcome('When I delete pod "x"\nThen it is NotFound')).toBe('passed\npassed')
    expect(await outcome('When I delete pod "x"\nThen it is Forbidden')).toBe(
      'passed\nfailed | it was refused as NotFound | NotFound: pods "x" not found',
    )
    expect(await outcome('When I delete pod "x"\nAnd 1s passes')).toBe(
      'failed | pod "x" was refused (NotFound) | pods "x" not found\nskipped',
    )
  })

  it('fails the action that finds the cluster cannot be started', async () => {
    const factory = (): never => {
      throw new StageError('no such mode')
    }
    const text = 'Feature: F\n  Scenario: S\n    When I create the namespace "a"\n'
    const { scenarios } = await runFeature('f.feature', text, { factory, files, snapshots, patience: 0 })
    expect((scenarios[0] as ScenarioResult).steps.map(({ failure }) => failure?.summary)).toEqual(['no such mode'])
  })

  it('knows no `it` before anything was named', async () => {
    expect(await outcome('Then it exists')).toBe('failed | no object has been named yet that `it` could be')
  })
})

describe('faults known before anything runs', () => {
  it('of sentences and of the files they name', async () => {
    expect(
      await outcome(
        'When I apply "missing.yaml"\nAnd I apply "typo.yaml"\nAnd I apply "broken.yaml"\nAnd I apply "binary.yaml"\nAnd I apply "all"\nThen pod "x" is runing',
      ),
    ).toBe(
      [
        '3:18 there is no file missing.yaml',
        '8:21 this is no sentence Kabuki knows',
        '1:1 there is no .yaml, .yml or .json file in this directory',
        '1:1 this is no text file',
        '2:1 Flow sequence in block collection must be sufficiently indented and end with a ]',
        '2:7 no matches for kind "Podd" in version "v1"',
      ].join('\n'),
    )
  })
})

describe('a failure', () => {
  it('tells the last things that happened to its object', async () => {
    const { scenarios } = await run('When 10m pass\nThen pod "web" is Running immediately', ripening)
    expect(scenarios[0]?.steps[1]?.failure).toEqual({
      summary: 'pod "web" is not Running',
      expected: 'Running',
      actual: 'Failed',
      history: [
        { at: 0, by: 'system:script', object: 'pod default/web', what: 'created' },
        { at: 30_000, by: 'system:script', object: 'pod default/web', what: 'status.phase: Pending → Running' },
        { at: 300_000, by: 'system:script', object: 'pod default/web', what: 'status.phase: Running → Failed' },
      ],
    })
  })
})
