// The recorded sequences of requests against simulated clusters: a score per file, a floor per file that only rises.
import { afterAll, describe, expect, it } from 'vitest'
import { recordedFiles, recordedLines } from './recordings.ts'
import { floors, percent, raiseFloors, type Score, table } from './score.ts'
import { playSequence, recordedCluster, type Sequence } from './sequences-replay.ts'

const scores = new Map<string, Score>()
const floor = floors('sequences')

describe('recorded sequences', () => {
  for (const file of recordedFiles('sequences')) {
    const area = file.replace('.jsonl', '')
    it(`${area} stays at ${floor[area] ?? 0} % or above`, () => {
      const sequences = recordedLines<Sequence>('sequences', file)
      const wrong: string[] = []
      for (const sequence of sequences) {
        const simulator = recordedCluster()
        const { different } = playSequence(simulator, sequence)
        simulator.stop()
        const [first] = different
        if (first !== undefined)
          wrong.push(`${sequence.id} step ${first.step}\n    ${first.lines.slice(0, 3).join('\n    ')}`)
      }
      const score = { exact: sequences.length - wrong.length, total: sequences.length }
      scores.set(area, score)
      expect(percent(score), wrong.slice(0, 5).join('\n')).toBeGreaterThanOrEqual(floor[area] ?? 0)
    })
  }
  afterAll(() => {
    console.log(table('recorded sequences, all answers exact', scores, floor))
    raiseFloors('sequences', scores)
  })
})
