import { describe, expect, it } from 'vitest'
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import { SeededRandom } from '../../engine/random.ts'
import type { Pod } from '../contract.ts'
import { type NodeInfo, podInfoOf } from '../node-info.ts'
import { splitByBudgets } from './budgets.ts'
import type { Candidate } from './candidates.ts'
import { byImportance } from './importance.ts'
import { pickCandidate } from './pick.ts'

const pod = (name: string, priority: number, startTime?: string, app = 'web'): Pod => ({
  metadata: { name, uid: name, namespace: 'default', labels: { app } },
  spec: { containers: [], priority },
  status: startTime === undefined ? {} : { startTime },
})
const sorted = (...pods: Pod[]): (string | undefined)[] =>
  byImportance(pods.map(podInfoOf)).map((info) => info.pod.metadata.name)
const candidate = (name: string, violations: number, ...victims: Pod[]): Candidate => ({
  node: { name } as NodeInfo,
  victims: victims.map(podInfoOf),
  violations,
})
const picked = (...candidates: Candidate[]): string | undefined =>
  pickCandidate(candidates, new SeededRandom(1))?.node.name

describe('importance', () => {
  it('goes by priority, then by how long a pod has run', () => {
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']
    expect(sorted(pod('a', 1, late), pod('b', 2, late), pod('c', 1, early))).toEqual(['b', 'c', 'a'])
  })

  it('turns pods round that have not started, as asking the clock again does', () => {
    expect(sorted(pod('a', 1), pod('b', 1), pod('c', 1, '2026-01-01T00:00:00Z'))).toEqual(['c', 'b', 'a'])
  })
})

describe('budgets', () => {
  const budget = (disruptionsAllowed: number, disrupted: string[] = []): PodDisruptionBudget =>
    ({
      metadata: { name: 'b', namespace: 'default' },
      spec: { selector: { matchLabels: { app: 'web' } } },
      status: {
        disruptionsAllowed,
        disruptedPods: Object.fromEntries(disrupted.map((name) => [name, '2026-01-01T00:00:00Z'])),
      },
    }) as unknown as PodDisruptionBudget
  const names = (budgets: PodDisruptionBudget[]) => {
    const pods = [pod('a', 1), pod('b', 1), pod('c', 1, undefined, 'db')].map(podInfoOf)
    const { violating, harmless } = splitByBudgets(pods, budgets)
    return [violating, harmless].map((list) => list.map((info) => info.uid))
  }

  it('allow so many disruptions and no more', () => {
    expect(names([budget(1)])).toEqual([['b'], ['a', 'c']])
    expect(names([budget(0)])).toEqual([['a', 'b'], ['c']])
  })

  it('do not count pods that are being disrupted already', () => {
    expect(names([budget(1, ['a'])])).toEqual([[], ['a', 'b', 'c']])
  })
})

describe('the node for preemption', () => {
  it('is the one with the fewest violations, then the least important victims, then the fewest', () => {
    expect(picked(candidate('a', 1, pod('x', 1)), candidate('b', 0, pod('y', 5)))).toBe('b')
    expect(picked(candidate('a', 0, pod('x', 2)), candidate('b', 0, pod('y', 1), pod('z', 1)))).toBe('b')
    expect(picked(candidate('a', 0, pod('x', 1)), candidate('b', 0, pod('y', 1), pod('z', -1)))).toBe('a')
  })

  it('is the one whose most important victim started last', () => {
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']
    expect(picked(candidate('a', 0, pod('x', 1, early)), candidate('b', 0, pod('y', 1, late)))).toBe('b')
  })
})
