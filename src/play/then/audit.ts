// What stands in the audit log. Sentences: grammar/*/then/audit.peggy.
import type { ApiObject } from '../../cluster/port.ts'
import type { Amount } from '../../language/nodes.ts'
import type { Argument } from '../../language/tree.ts'
import { amountText, isAmount } from '../amounts.ts'
import { differences, mismatchText } from '../compare/match.ts'
import type { SentenceFamily } from '../contract.ts'
import { eventually } from '../eventually.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Entries shown where none is as it should be. */
const SHOWN = 3

/** Plays then/audit. */
export const family: SentenceFamily = {
  handlers: {
    'then/audit/entry': ({ not, tail }, play, below) => {
      if (not) return count(play, { compare: 'exactly', number: 0 }, below)
      return eventually(play, tail, () => some(play, below))
    },
    'then/audit/matching': ({ amount, tail }, play, below) => eventually(play, tail, () => count(play, amount, below)),
    'then/audit/count': ({ amount, tail }, play) => eventually(play, tail, () => count(play, amount, undefined)),
  },
}

async function log(play: Play): Promise<readonly ApiObject[] | Failure> {
  const { auditLog } = await play.cluster()
  return auditLog ?? { summary: 'this cluster does not show its audit log' }
}

const missing = (below: Argument | undefined, entry: ApiObject): ReturnType<typeof differences> =>
  below?.type === 'yaml' ? differences(below.value, entry, 'part') : []

async function some(play: Play, below: Argument | undefined): Promise<Failure | undefined> {
  const entries = await log(play)
  if ('summary' in entries) return entries as Failure
  const faults = (entries as readonly ApiObject[]).map((entry) => ({ entry, lines: missing(below, entry) }))
  if (faults.some(({ lines }) => lines.length === 0)) return undefined
  const nearest = faults.sort((a, b) => a.lines.length - b.lines.length).slice(0, SHOWN)
  return {
    summary: `none of the ${faults.length} entries of the audit log is so`,
    details: nearest.flatMap(({ entry, lines }) => lines.map((line) => `${titleOf(entry)}: ${mismatchText(line)}`)),
  }
}

async function count(play: Play, amount: Amount, below: Argument | undefined): Promise<Failure | undefined> {
  const entries = await log(play)
  if ('summary' in entries) return entries as Failure
  const found = (entries as readonly ApiObject[]).filter((entry) => missing(below, entry).length === 0)
  if (isAmount(amount, found.length)) return undefined
  return {
    summary: `the audit log has ${found.length} such entries`,
    expected: amountText(amount),
    details: found.slice(-SHOWN).map(titleOf),
  }
}

/** `ResponseComplete get /api/v1/pods`. */
const titleOf = (entry: ApiObject): string =>
  `${String(entry['stage'])} ${String(entry['verb'])} ${String(entry['requestURI'])}`
