// What the cluster accepted, and what it warned of. Sentences: grammar/*/then/accepted.peggy.
import { isWorded, wordingText } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'
import { isRefusal, type Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays then/accepted. */
export const family: SentenceFamily = {
  aboutAnswers: ['then/accepted/plain', 'then/accepted/warning', 'then/accepted/unwarned'],
  handlers: {
    'then/accepted/plain': (_, play) => accepted(play),
    'then/accepted/warning': ({ warning }, play) => {
      const refused = accepted(play)
      if (refused !== undefined) return refused
      const warnings = warningsOf(play)
      if (warnings.some((w) => isWorded(warning, w))) return undefined
      return {
        summary: 'the cluster gave no such warning',
        expected: wordingText(warning),
        actual: warnings.length === 0 ? 'no warnings' : warnings.join('\n'),
      }
    },
    'then/accepted/unwarned': (_, play) => {
      const refused = accepted(play)
      const warnings = warningsOf(play)
      if (refused !== undefined || warnings.length === 0) return refused
      return { summary: 'the cluster warned', expected: 'no warnings', actual: warnings.join('\n') }
    },
  },
}

const warningsOf = (play: Play): string[] => play.answers.flatMap((a) => [...a.response.warnings])

function accepted(play: Play): Failure | undefined {
  if (play.answers.length === 0) return { summary: 'nothing was asked of the cluster yet that it could have accepted' }
  const refusals = play.answers.filter((a) => isRefusal(a.response))
  for (const answer of refusals) answer.seen = true
  const [first] = refusals
  if (first === undefined) return undefined
  const { body } = first.response
  return {
    summary: `it was refused as ${String(body['reason'])}`,
    expected: 'accepted',
    actual: String(body['message'] ?? ''),
  }
}
