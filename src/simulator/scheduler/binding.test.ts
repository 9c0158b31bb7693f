// From the choice to the binding: plugins of PreBind wait side by side.
import { describe, expect, it } from 'vitest'
import { Clock } from '../engine/clock.ts'
import { BindingCycle, type Reservation } from './binding.ts'
import { type Plugin, type Status, status } from './contract.ts'
import { CycleState } from './cycle-state.ts'
import type { Framework } from './framework.ts'

/** Plugins with these answers in PreBind, and what becomes of a pod. */
function make(answers: Readonly<Record<string, Status | undefined>>) {
  const log: string[] = []
  const plugins = Object.entries(answers).map(([name, answer]) => ({
    name,
    weight: 1,
    plugin: {
      preBind() {
        log.push(`${name} begins`)
        return answer
      },
      willPreBind: () => true,
      unreserve: () => {
        log.push(`${name} gives back`)
      },
      bind: () => undefined,
    } satisfies Plugin,
  }))
  const framework = {
    having: (point: string) => plugins.filter(({ plugin }) => point in plugin),
  } as unknown as Framework
  const cycle = new BindingCycle(framework, new Clock(0), {
    nominated: () => log.push('nominated'),
    bound: () => log.push('bound'),
    failed: (_reservation, why) => log.push(`${why.plugin}: ${why.reasons.join(', ')}`),
  })
  const state = new CycleState()
  cycle.run({ pod: { metadata: { uid: 'p' } }, nodeName: 'node', state } as unknown as Reservation)
  return { cycle, state, log }
}

const wait = status('Wait')

describe('PreBind', () => {
  it('begins everywhere at once, and goes on when the last wait is over', () => {
    const { cycle, state, log } = make({ A: wait, B: undefined, C: wait })
    expect(log).toEqual(['nominated', 'A begins', 'B begins', 'C begins'])
    expect([cycle.resume('p', undefined, 'C'), cycle.waits('p', state)]).toEqual([true, true])
    expect([cycle.resume('p', undefined, 'A'), cycle.waits('p', state)]).toEqual([true, false])
    expect(log.at(-1)).toBe('bound')
    expect(cycle.resume('p', undefined, 'A')).toBe(false)
  })

  it('ends for all when it fails for one', () => {
    const { cycle, log } = make({ A: wait, B: wait })
    cycle.resume('p', status('Error', 'time is up'), 'B')
    expect(log.slice(3)).toEqual(['B gives back', 'A gives back', 'B: running PreBind plugin "B": time is up'])
    expect(cycle.resume('p', undefined, 'A')).toBe(false)
  })

  it('does not wait for some when another fails at once', () => {
    const { log } = make({ A: wait, B: status('Error', 'no') })
    expect(log.at(-1)).toBe('B: running PreBind plugin "B": no')
  })

  it('knows a wait of this attempt from one of another', () => {
    const { cycle } = make({ A: wait })
    expect(cycle.waits('p', new CycleState())).toBe(false)
  })
})
