// The recorded scheduler cases against the simulated scheduler: the node, the texts, the victims, every plugin's scores. A score
// per file, a floor per file that only rises.
import { afterAll, describe, expect, it } from 'vitest'
import { recordedFiles, recordedLines } from './recordings.ts'
import { replaySchedulerCase, type SchedulerCase, schedulerCluster } from './scheduler-replay.ts'
import { floors, percent, raiseFloors, type Score, table } from './score.ts'

const scores = new Map<string, Score>()
const floor = floors('scheduler')

describe('recorded scheduler cases', () => {
  for (const file of recordedFiles('scheduler')) {
    const area = file.replace('.jsonl', '')
    it(`${area} stays at ${floor[area] ?? 0} % or above`, () => {
      const cases = recordedLines<SchedulerCase>('scheduler', file).filter(({ random }) => random !== true)
      const wrong = cases.flatMap((recorded) => {
        const difference = replaySchedulerCase(recorded, schedulerCluster)
        return difference === undefined ? [] : [`${recorded.id}: ${difference}`]
      })
      const score = { exact: cases.length - wrong.length, total: cases.length }
      scores.set(area, score)
      expect(percent(score), wrong.slice(0, 5).join('\n')).toBeGreaterThanOrEqual(floor[area] ?? 0)
    })
  }
  afterAll(() => {
    console.log(table('recorded scheduler cases', scores, floor))
    raiseFloors('scheduler', scores)
  })
})
