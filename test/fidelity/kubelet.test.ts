// The recorded pods on the simulated kubelet: one score, one floor that only rises.
import { expect, it } from 'vitest'
import { type KubeletCase, replayKubeletCase } from './kubelet-replay.ts'
import { recordedFiles, recordedText } from './recordings.ts'
import { floors, percent, raiseFloors, table } from './score.ts'

it('recorded pods stay above their floor', () => {
  const floor = floors('kubelet')
  const cases = recordedFiles('kubelet').map((file) => JSON.parse(recordedText('kubelet', file)) as KubeletCase)
  const wrong = cases
    .map((recorded) => ({ name: recorded.name, lines: replayKubeletCase(recorded) }))
    .filter(({ lines }) => lines.length > 0)
  const score = { exact: cases.length - wrong.length, total: cases.length }
  const scores = new Map([['timelines', score]])
  console.log(table('recorded pods', scores, floor))
  raiseFloors('kubelet', scores)
  expect(
    percent(score),
    wrong.map(({ name, lines }) => `${name}\n    ${lines.slice(0, 3).join('\n    ')}`).join('\n'),
  ).toBeGreaterThanOrEqual(floor['timelines'] ?? 0)
})
