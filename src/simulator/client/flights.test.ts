// Who in the cluster waits for somebody outside: the same request again finds its answer, nothing is done twice or in another order.
import { expect, it } from 'vitest'
import type { ServerResponse } from '../api/request.ts'
import { Clock } from '../engine/clock.ts'
import { Outside } from '../engine/outside.ts'
import { SeededRandom } from '../engine/random.ts'
import { Flights, type Sent } from './flights.ts'

const OK: ServerResponse = { code: 200, body: {}, warnings: [] }

function stage() {
  const clock = new Clock(0)
  const random = new SeededRandom(1)
  const asking: (() => void)[] = []
  const ask = () =>
    new Promise<{ error: string }>((resolve) => {
      asking.push(() => resolve({ error: 'said' }))
    })
  const outside = new Outside({ errand: () => ({ ask, isOver: false, cancel: () => undefined }) }, random, () =>
    clock.now(),
  )
  const flights = new Flights(outside, clock)
  const done: string[] = []
  /** A request that asks somebody, draws a name, and is done. */
  const sent = (name: string, body: string): Sent => ({
    key: () => `${name} ${body}`,
    about: () => name,
    run: () => {
      const drawn = random.int(1000)
      outside.answer(`may ${body}`, () => ({ url: '', body, timeoutSeconds: 1, limit: 'request' }))
      done.push(`${body} ${drawn}`)
      return OK
    },
  })
  const answer = async (): Promise<void> => {
    for (const each of asking.splice(0)) each()
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  return { clock, flights, done, sent, answer, asking }
}

it('answers who sends the same again', async () => {
  const { clock, flights, done, sent, answer } = stage()
  const outcomes: unknown[] = []
  let held = false
  clock.soon(() => {
    outcomes.push(flights.send(sent('a', 'one')), flights.send(sent('b', 'two')))
    held = clock.held !== undefined
    clock.held?.onRelease(() => clock.soon(() => outcomes.push(flights.send(sent('a', 'one')))))
  })
  clock.runTo(0)
  expect([outcomes, held, clock.held, done]).toEqual([[undefined, undefined], true, undefined, []])
  await answer()
  clock.runTo(0)
  expect(outcomes).toEqual([undefined, undefined, OK])
  expect(done).toHaveLength(1)
  clock.runTo(10_000)
  expect(done).toHaveLength(1)
})

it('does what nobody sends again, and first what was sent first', async () => {
  const { clock, flights, done, sent, answer } = stage()
  flights.send(sent('a', 'one'))
  expect(flights.send(sent('a', 'two'))).toBeUndefined()
  await answer()
  expect(flights.send(sent('a', 'two'))).toBeUndefined()
  expect(done.map((text) => text.split(' ')[0])).toEqual(['one'])
  await answer()
  clock.runTo(10_000)
  expect(done.map((text) => text.split(' ')[0])).toEqual(['one', 'two'])
})
