// What the cluster refused, and with which words. Sentences: grammar/*/then/refusal.peggy.
import type { Wording } from '../../language/nodes.ts'
import { differences, mismatchText } from '../compare/match.ts'
import { isMap } from '../compare/path.ts'
import { isWorded, regexOf, wordingText } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'
import { type Answer, isRefusal, type Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays then/refusal. */
export const family: SentenceFamily = {
  aboutAnswers: ['then/refusal/reason', 'then/refusal/message', 'then/refusal/causes'],
  handlers: {
    'then/refusal/reason': ({ reason, message }, play) =>
      look(play, reason, message && ((answer) => worded(answer, message))),
    'then/refusal/message': ({ reason, how }, play, below) => {
      const text = below?.type === 'text' ? below.text : ''
      return look(play, reason, (answer) => worded(answer, { how, text }))
    },
    'then/refusal/causes': ({ reason }, play, below) => {
      const rows = below?.type === 'table' ? below.rows : []
      return look(play, reason, (answer) => sameCauses(answer, rows))
    },
  },
}

type Test = (answer: Answer) => Failure | undefined

/** Of several refusals one must be what is said; those of the reason that are not looked at otherwise stay to be judged. */
function look(play: Play, reason: string, test: Test | undefined): Failure | undefined {
  const refusals = play.answers.filter((a) => isRefusal(a.response))
  if (play.answers.length === 0) return { summary: 'nothing was asked of the cluster yet that it could have refused' }
  if (refusals.length === 0)
    return {
      summary: 'it was accepted',
      expected: reason,
      actual: `accepted (${play.answers.map((a) => a.response.code).join(', ')})`,
    }
  const ofReason = refusals.filter((a) => reason === 'refused' || a.response.body['reason'] === reason)
  if (ofReason.length === 0) {
    for (const answer of refusals) answer.seen = true
    return {
      summary: `it was refused as ${String(refusals[0]?.response.body['reason'])}`,
      expected: reason,
      actual: refusals.map(words).join('\n'),
    }
  }
  if (test === undefined) {
    for (const answer of ofReason) answer.seen = true
    return undefined
  }
  const failures = ofReason.map((answer) => ({ answer, failure: test(answer) }))
  const held = failures.find((f) => f.failure === undefined)
  const [first] = failures
  for (const { answer } of held ? [held] : failures) answer.seen = true
  return held === undefined ? first?.failure : undefined
}

const words = ({ response: { body } }: Answer): string => `${String(body['reason'])}: ${String(body['message'])}`

function worded({ response: { body } }: Answer, wording: Wording): Failure | undefined {
  if (wording.how === 'matching' && regexOf(wording.text) === undefined)
    return { summary: `"${wording.text}" is no regular expression` }
  const actual = String(body['message'] ?? '')
  return isWorded(wording, actual)
    ? undefined
    : { summary: 'it was refused with another message', expected: wordingText(wording), actual }
}

function sameCauses(
  { response: { body } }: Answer,
  rows: readonly Readonly<Record<string, string>>[],
): Failure | undefined {
  const { details } = body
  const causes =
    isMap(details) && Array.isArray(details['causes']) ? (details['causes'] as Readonly<Record<string, unknown>>[]) : []
  const found = causes.map((cause) =>
    Object.fromEntries(
      Object.keys(rows[0] ?? { field: '', reason: '', message: '' }).map((column) => [
        column,
        String(cause[column] ?? ''),
      ]),
    ),
  )
  const list = differences(rows, found, 'whole')
  if (list.length === 0) return undefined
  return {
    summary: 'it was refused for other causes',
    details: list.map(mismatchText),
    actual: causes.map((c) => `${String(c['field'])} | ${String(c['reason'])} | ${String(c['message'])}`).join('\n'),
  }
}
