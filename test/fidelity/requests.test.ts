// The recorded requests of every kind against the simulated API server: a score per file, a floor per file that only rises.
import { afterAll, describe, expect, it } from 'vitest'
import { recordedFiles, recordedLines } from './recordings.ts'
import { type RecordedRequest, recordedServer, replayRequest } from './requests-replay.ts'
import { floors, percent, raiseFloors, type Score, table } from './score.ts'

const scores = new Map<string, Score>()
const floor = floors('requests')

describe('recorded requests', () => {
  for (const file of recordedFiles('requests')) {
    const area = file.replace('.jsonl', '')
    it(`${area} stays at ${floor[area] ?? 0} % or above`, () => {
      const simulator = recordedServer()
      const cases = recordedLines<RecordedRequest>('requests', file)
      const wrong = cases
        .map((c) => ({ id: c.id, lines: replayRequest(simulator, c) }))
        .filter((c) => c.lines.length > 0)
      const score = { exact: cases.length - wrong.length, total: cases.length }
      scores.set(area, score)
      expect(
        percent(score),
        wrong
          .slice(0, 5)
          .map((c) => `${c.id}\n    ${c.lines.slice(0, 3).join('\n    ')}`)
          .join('\n'),
      ).toBeGreaterThanOrEqual(floor[area] ?? 0)
    })
  }
  afterAll(() => {
    console.log(table('recorded requests, exact answers', scores, floor))
    raiseFloors('requests', scores)
  })
})
