// The state of objects: a word, a condition, one state before or until another. Sentences: grammar/*/then/state.peggy.
import type { ApiObject } from '../../cluster/port.ts'
import type { ConditionWanted, State } from '../../language/nodes.ts'
import { judgeSubject } from '../claims.ts'
import { isWorded, wordingText } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Miss } from '../judge.ts'
import { before, until } from '../moments.ts'
import { complaintsOf, conditionsOf, isInState, stateOf } from '../states.ts'

// The condition that tells where a pod is.
const SCHEDULED = 'PodScheduled'

/** Plays then/state. */
export const family: SentenceFamily = {
  handlers: {
    'then/state/is': ({ subject, state, not, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `is ${state}`,
        not,
        placement: state === 'Pending' || state === SCHEDULED,
        test: (o) => stateMiss(o, state),
        found: stateOf,
      }),
    'then/state/before': (sentence, play) => before(play, sentence),
    'then/state/until': (sentence, play) => until(play, sentence),
    'then/state/condition': ({ subject, condition, not, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has condition ${conditionText(condition)}`,
        not,
        placement: condition.type === SCHEDULED,
        test: (o) => conditionMiss(o, condition),
        found: stateOf,
      }),
    'then/state/any-condition': ({ subject, type, not, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has condition ${type}`,
        not,
        test: (o) =>
          conditionsOf(o).some((c) => c.type === type)
            ? undefined
            : { summary: `has no condition ${type}`, actual: stateOf(o) },
        found: stateOf,
      }),
  },
}

function stateMiss(object: ApiObject, state: State): Miss | undefined {
  if (isInState(object, state)) return undefined
  const details = complaintsOf(object)
  return {
    summary: `is not ${state}`,
    expected: state,
    actual: stateOf(object),
    ...(details.length > 0 ? { details } : {}),
  }
}

function conditionText({ type, status, reason, message }: ConditionWanted): string {
  return [`${type} ${status}`, reason && `with reason ${reason}`, message && `with message ${wordingText(message)}`]
    .filter(Boolean)
    .join(' ')
}

function conditionMiss(object: ApiObject, wanted: ConditionWanted): Miss | undefined {
  const found = conditionsOf(object).find((c) => c.type === wanted.type)
  if (found === undefined)
    return { summary: `has no condition ${wanted.type}`, expected: conditionText(wanted), actual: stateOf(object) }
  const details: string[] = []
  if (found.status !== wanted.status) details.push(`status: expected ${wanted.status}, found ${found.status}`)
  if (wanted.reason !== undefined && found.reason !== wanted.reason)
    details.push(`reason: expected ${wanted.reason}, found ${found.reason ?? 'nothing'}`)
  if (wanted.message !== undefined && !isWorded(wanted.message, found.message ?? ''))
    details.push(`message: expected ${wordingText(wanted.message)}, found ${found.message ?? 'nothing'}`)
  if (details.length === 0) return undefined
  const actual = `${wanted.type} ${found.status}${found.reason ? ` with reason ${found.reason}` : ''}${found.message ? ` and message ${found.message}` : ''}`
  return { summary: `has another condition ${wanted.type}`, expected: conditionText(wanted), actual, details }
}
