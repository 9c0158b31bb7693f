import { describe, expect, it } from 'vitest'
import { SettableFeatureGates } from '../engine/feature-gates.ts'
import { chosenPlugins, pluginsAt, profilesOf } from './configuration.ts'

const gates = new SettableFeatureGates()
const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name)

describe('profiles', () => {
  it('have the name of the default scheduler and the percentage of all unless they say otherwise', () => {
    expect(profilesOf({})).toEqual([{ schedulerName: 'default-scheduler' }])
    expect(
      profilesOf({
        percentageOfNodesToScore: 30,
        profiles: [{ schedulerName: 'a', percentageOfNodesToScore: 70 }, {}],
      }),
    ).toEqual([
      { schedulerName: 'a', percentageOfNodesToScore: 70 },
      { schedulerName: 'default-scheduler', percentageOfNodesToScore: 30 },
    ])
  })
})

describe('the plugins of a profile', () => {
  it('are the default ones in order; gates that are off leave theirs out', () => {
    const chosen = names(chosenPlugins({}, gates))
    expect(chosen.slice(0, 3)).toEqual(['SchedulingGates', 'PrioritySort', 'NodeUnschedulable'])
    expect(chosen.at(-1)).toBe('NodeDeclaredFeatures')
  })

  it('change weight in place, and all can be switched off', () => {
    const heavier = chosenPlugins(
      { plugins: { multiPoint: { enabled: [{ name: 'NodeAffinity', weight: 9 }] } } },
      gates,
    )
    expect(heavier.findIndex(({ name }) => name === 'NodeAffinity')).toBe(5)
    expect(heavier.find(({ name }) => name === 'NodeAffinity')?.weight).toBe(9)
    const only = { disabled: [{ name: '*' }], enabled: [{ name: 'PrioritySort' }, { name: 'DefaultBinder' }] }
    expect(names(chosenPlugins({ plugins: { multiPoint: only } }, gates))).toEqual(['PrioritySort', 'DefaultBinder'])
  })
})

describe('the plugins at one point', () => {
  const multi = [
    { name: 'A', weight: 1 },
    { name: 'B', weight: 2 },
    { name: 'C', weight: 3 },
  ]

  it('are those of MultiPoint unless the point says otherwise', () => {
    expect(pluginsAt({}, 'score', multi)).toEqual(multi)
  })

  it('come in the order of the point first, then of MultiPoint, then the new ones', () => {
    const plugins = { score: { enabled: [{ name: 'N' }, { name: 'C', weight: 7 }], disabled: [{ name: 'A' }] } }
    expect(pluginsAt({ plugins }, 'score', multi)).toEqual([
      { name: 'C', weight: 7 },
      { name: 'B', weight: 2 },
      { name: 'N', weight: 1 },
    ])
  })
})
