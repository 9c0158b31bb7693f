// The recorded behaviours of controllers on simulated clusters: a score per controller, a floor per controller that only rises.
import { afterAll, describe, expect, it } from 'vitest'
import { type Behaviour, playBehaviour } from './behaviours-replay.ts'
import { recordedFiles, recordedText } from './recordings.ts'
import { floors, percent, raiseFloors, type Score, table } from './score.ts'

const scores = new Map<string, Score>()
const floor = floors('behaviours')
const areas = new Map<string, string[]>()
for (const file of recordedFiles('behaviours')) {
  const area = file.split('-')[0]!
  areas.set(area, [...(areas.get(area) ?? []), file])
}

describe('recorded behaviours', () => {
  for (const [area, files] of areas) {
    it(`${area} stays at ${floor[area] ?? 0} % or above`, () => {
      const score = { exact: 0, total: 0 }
      const lines: string[] = []
      for (const file of files) {
        const outcome = playBehaviour(JSON.parse(recordedText('behaviours', file)) as Behaviour)
        score.exact += outcome.exact
        score.total += outcome.total
        for (const line of outcome.lines.slice(0, 2)) lines.push(`${file} ${line}`)
      }
      scores.set(area, score)
      expect(percent(score), lines.slice(0, 10).join('\n')).toBeGreaterThanOrEqual(floor[area] ?? 0)
    }, 60_000)
  }
  afterAll(() => {
    console.log(table('recorded behaviours, objects and events', scores, floor))
    raiseFloors('behaviours', scores)
  })
})
