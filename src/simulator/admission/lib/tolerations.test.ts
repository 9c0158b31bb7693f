import { describe, expect, it } from 'vitest'
import { mergeTolerations } from './tolerations.ts'

describe('mergeTolerations', () => {
  it('keeps each once and drops what another covers', () => {
    const one = { key: 'a', operator: 'Equal', value: 'x', effect: 'NoSchedule' }
    const everyEffect = { key: 'a', operator: 'Exists' }
    const other = { key: 'b', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }
    const longer = { ...other, tolerationSeconds: 20 }
    expect(mergeTolerations([one, one])).toEqual([one])
    expect(mergeTolerations([one, everyEffect])).toEqual([everyEffect])
    expect(mergeTolerations([everyEffect, one])).toEqual([everyEffect])
    expect(mergeTolerations([other, longer])).toEqual([longer])
    expect(mergeTolerations([one, other])).toEqual([one, other])
  })
})
