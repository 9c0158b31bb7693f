// Events, by type, reason, object, message, count, order and time. Sentences: grammar/*/then/event.peggy.
import type { ApiObject } from '../../cluster/port.ts'
import type { EventWanted, KindRef, Tail } from '../../language/nodes.ts'
import { amountText, isAmount } from '../amounts.ts'
import { isWorded, wordingText } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'
import { byTime, type Rows, tableMiss } from '../event-tables.ts'
import { countOf, messageOf, referenceOf } from '../history/words.ts'
import { type Claim, judge } from '../judge.ts'
import type { Play, Target } from '../play.ts'
import type { Failure } from '../result.ts'
import { describe, resolve } from '../targets.ts'
import type { World } from '../world.ts'

const EVENT: KindRef = { word: 'event', apiVersion: 'v1', kind: 'Event', key: 'events', namespaced: true }

/** Plays then/event. */
export const family: SentenceFamily = {
  handlers: {
    'then/event/there': ({ event, not, tail }, play) => there(play, event, not, tail),
    'then/event/message': ({ event, not, tail }, play, below) =>
      there(play, { ...event, message: { how: 'exactly', text: below?.type === 'text' ? below.text : '' } }, not, tail),
    'then/event/times': ({ event, amount, tail }, play) => {
      const search = searchOf(play, event, tail)
      if ('summary' in search) return search
      const claim: Claim = {
        ...search.claim,
        text: `${search.text} happens ${amountText(amount)} times`,
        judge(world) {
          const times = search.find(world).reduce((sum, e) => sum + countOf(e), 0)
          if (isAmount(amount, times)) return undefined
          return {
            summary: `${search.text} happened ${times} times`,
            expected: amountText(amount),
            actual: String(times),
            details: search.others(world),
          }
        },
      }
      return judge(play, claim, tail.time)
    },
    'then/event/order': ({ subject, whole, tail }, play, below) => {
      const search = searchOf(play, { subject }, tail)
      if ('summary' in search) return search
      const rows: Rows = below?.type === 'table' ? below.rows : []
      const start = play.past?.start ?? 0
      const claim: Claim = {
        ...search.claim,
        text: `the events are ${rows.length} in this order`,
        judge: (world) => tableMiss(rows, search.find(world), whole, start),
      }
      return judge(play, claim, tail.time)
    },
  },
}

interface Search {
  readonly text: string
  readonly claim: Pick<Claim, 'kinds' | 'about'>
  find(world: World): readonly ApiObject[]
  /** The events about the same object, for messages. */
  others(world: World): readonly string[]
}

function searchOf(play: Play, event: EventWanted, tail: Tail): Search | { readonly summary: string } {
  const resolved = event.subject === undefined ? undefined : resolve(play, event.subject, tail)
  if (resolved !== undefined && 'problem' in resolved) return { summary: resolved.problem }
  if (resolved?.is === 'many') return { summary: 'an event is about one object: name it' }
  const target = resolved?.target
  const namespace = target === undefined ? (tail.namespace ?? play.namespace) : undefined
  const about = (world: World): ApiObject[] =>
    [...world.list(EVENT)]
      .filter((e) => (target === undefined ? e.metadata?.namespace === namespace : isAbout(e, target)))
      .sort(byTime)
  return {
    text: eventText(event, target, play),
    claim: { kinds: [EVENT], about: target === undefined ? [] : [target] },
    find: (world) => about(world).filter((e) => isWanted(e, event)),
    others: (world) => about(world).slice(-8).map(lineOf),
  }
}

function there(play: Play, event: EventWanted, not: boolean, tail: Tail): Failure | Promise<Failure | undefined> {
  const search = searchOf(play, event, tail)
  if ('summary' in search) return search
  const claim: Claim = {
    ...search.claim,
    text: `there is ${not ? 'no' : 'an'} ${search.text}`,
    judge(world) {
      const found = search.find(world)
      if (found.length > 0 !== not) return undefined
      if (not) return { summary: `there is an ${search.text}`, actual: found.map(lineOf).join('\n') }
      return { summary: `there is no ${search.text}`, details: search.others(world).map((e) => `there is: ${e}`) }
    },
  }
  return judge(play, claim, tail.time)
}

function eventText({ type, reason, message }: EventWanted, target: Target | undefined, play: Play): string {
  return [
    'event',
    type,
    reason && `"${reason}"`,
    target && `for ${describe(target, play.namespace)}`,
    message && `with message ${wordingText(message)}`,
  ]
    .filter(Boolean)
    .join(' ')
}

function isAbout(event: ApiObject, { kind, namespace, name }: Target): boolean {
  const reference = referenceOf(event)
  return (
    reference.kind === kind.kind && reference.name === name && (namespace === '' || reference.namespace === namespace)
  )
}

function isWanted(event: ApiObject, { type, reason, message }: EventWanted): boolean {
  if (type !== undefined && event['type'] !== type) return false
  if (reason !== undefined && event['reason'] !== reason) return false
  return message === undefined || isWorded(message, messageOf(event))
}

const lineOf = (event: ApiObject): string =>
  `${String(event['type'] ?? '')} ${String(event['reason'] ?? '')}: ${messageOf(event)}`
