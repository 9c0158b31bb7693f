import { expect, it } from 'vitest'
import { gateNotSimulated } from './simulated-gates.ts'

it.each([
  [
    'PodLevelResourceManagers',
    true,
    'feature gate PodLevelResourceManagers is NotSimulated: nothing depends on it here',
  ],
  ['PodLevelResourceManagers', false, undefined],
  ['PodLevelResources', false, undefined],
  ['NoSuchGate', true, undefined],
])('%s set %s', (name, on, said) => {
  expect(gateNotSimulated(name, on)).toBe(said)
})
