import { describe, expect, it } from 'vitest'
import { snapshotFile } from './path.ts'

describe('snapshotFile', () => {
  it.each([
    ['scenarios/tasks/memory.feature', 'snapshots/tasks/memory.snap.yaml'],
    ['/repo/scenarios/a.feature', '/repo/snapshots/a.snap.yaml'],
    ['docs/scenarios/x/scenarios/a.feature', 'docs/scenarios/x/snapshots/a.snap.yaml'],
    ['/scenarios/a.feature', '/snapshots/a.snap.yaml'],
    ['a.feature', 'snapshots/a.snap.yaml'],
    ['/tmp/x/a.feature.md', '/tmp/x/snapshots/a.feature.md.snap.yaml'],
  ])('%s → %s', (feature, snapshot) => {
    expect(snapshotFile(feature)).toBe(snapshot)
  })
})
