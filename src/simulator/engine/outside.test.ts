// A request that waits is the same request when it is served again: its moment, its draws, what it did once.
import { expect, it } from 'vitest'
import { allAnswered, Unanswered } from '../../model/unanswered.ts'
import { Outside, type OutsideCall } from './outside.ts'
import { SeededRandom } from './random.ts'

const call = (url: string): OutsideCall => ({ url, body: '', timeoutSeconds: 1, limit: 'request' })

function stage() {
  const asked: string[] = []
  const random = new SeededRandom(7)
  const clock = { now: 0 }
  const ask = (question: OutsideCall): Promise<{ error: string }> => {
    asked.push(question.url)
    return Promise.resolve({ error: question.url })
  }
  const errand = { isOver: false, ask, cancel: () => undefined }
  const outside = new Outside({ errand: () => errand }, random, () => clock.now)
  return { outside, random, clock, asked, errand }
}

it('is served until all is known', async () => {
  const { outside, random, clock, asked } = stage()
  const seen: unknown[] = []
  let once = 0
  const served = outside.serve(() => {
    clock.now++
    const name = random.suffix()
    outside.once('count', () => ++once)
    seen.push([outside.at, name])
    const first = outside.answer('a', () => call('a'))
    const both = allAnswered(['b', 'c'], (key) => outside.answer(key, () => call(key)))
    return [first, ...both, random.suffix()]
  })
  const other = random.suffix()
  const answers = (await served) as unknown[]
  expect(asked).toEqual(['a', 'b', 'c'])
  expect(seen).toEqual(Array(3).fill(seen[0]))
  expect(once).toBe(1)
  expect(answers.slice(0, 3)).toMatchObject([{ error: 'a' }, { error: 'b' }, { error: 'c' }])
  expect(answers[3]).not.toBe(other)
  expect(outside.at).toBeUndefined()
})

it('is served at once where nothing is asked, and gives up nothing else', () => {
  const { outside } = stage()
  expect(outside.serve(() => 1)).toBe(1)
  expect(() =>
    outside.serve(() => {
      throw new Error('other')
    }),
  ).toThrow('other')
  expect(() => outside.answer('x', () => call('x'))).toThrow(Unanswered)
})

it('knows that its time is up', async () => {
  const { outside, errand } = stage()
  const served = await outside.serve(() => {
    if (outside.isOver) return 'over'
    errand.isOver = true
    return outside.answer('late', () => call('late'))
  })
  expect(served).toBe('over')
})
