import { expect, it } from 'vitest'
import { planOf } from './command.ts'

it('tells what simple commands do', () => {
  expect(planOf(['sleep', '3600'])).toEqual({ exits: { after: 3_600_000, code: 0 }, onTerm: 'ignores', logs: [] })
  expect(planOf(['sh', '-c', 'sleep 2; exit 3'])).toEqual({
    exits: { after: 2000, code: 3 },
    onTerm: 'ignores',
    logs: [],
  })
  expect(planOf(['sh', '-c', 'echo "hello" && false'])).toEqual({
    exits: { after: 0, code: 1 },
    onTerm: 'ignores',
    logs: ['hello'],
  })
  expect(planOf(['sh'])).toEqual({ exits: { after: 0, code: 0 }, onTerm: 'ignores' })
  expect(planOf(['my-server', '--port', '80'])).toEqual({ onTerm: { after: 0, code: 0 }, logs: [] })
})

it('knows how scripts take SIGTERM', () => {
  const loop = 'while true; do sleep 0.2; done'
  expect(planOf(['sh', '-c', `trap "exit 0" TERM; ${loop}`]).onTerm).toEqual({ after: 0, code: 0 })
  expect(planOf(['sh', '-c', `trap "" TERM; ${loop}`]).onTerm).toBe('ignores')
  expect(planOf(['sh', '-c', loop]).onTerm).toBe('ignores')
})
