// How many objects there are. Sentences: grammar/*/then/count.peggy.

import type { ApiObject } from '../../cluster/port.ts'
import type { Amount, Filter, KindRef, Tail } from '../../language/nodes.ts'
import { amountText, isAmount } from '../amounts.ts'
import type { SentenceFamily } from '../contract.ts'
import { Passage } from '../history/passage.ts'
import { type Claim, judge } from '../judge.ts'
import { type Play, targetOf } from '../play.ts'
import type { Failure } from '../result.ts'
import { isInState, stateOf } from '../states.ts'
import { describeMany, filtered, kindsOf, matching } from '../targets.ts'
import type { World } from '../world.ts'

/** Plays then/count. */
export const family: SentenceFamily = {
  handlers: {
    'then/count/number': (sentence, play) => count(play, sentence),
    'then/count/state': (sentence, play) =>
      count(play, sentence, {
        text: `${sentence.not ? 'not ' : ''}${sentence.state}`,
        test: (o) => isInState(o, sentence.state) !== sentence.not,
      }),
    'then/count/came': (sentence, play) => came(play, sentence),
  },
}

interface Counted {
  readonly amount: Amount
  readonly kind: KindRef
  readonly filter: Filter
  readonly tail: Tail
}

interface Test {
  readonly text: string
  readonly test: (object: ApiObject) => boolean
}

function count(play: Play, { amount, kind, filter, tail }: Counted, only?: Test): Promise<Failure | undefined> {
  const namespace = play.namespaceFor(kind, tail)
  const name = describeMany(kind, filter)
  const state = only === undefined ? '' : ` that are ${only.text}`
  const claim = {
    kinds: kindsOf({ is: 'many', kind, namespace, filter }),
    text: `there are ${amountText(amount)} ${name}${state}`,
    about: [],
    holds(world: World) {
      const all = matching(world, kind, namespace, filter)
      return isAmount(amount, only === undefined ? all.length : all.reduce((n, o) => n + (only.test(o) ? 1 : 0), 0))
    },
    judge(world: World) {
      const all = filtered(world, kind, namespace, filter)
      const found = only === undefined ? all : all.filter(only.test)
      if (isAmount(amount, found.length)) return undefined
      return {
        summary: `there are ${found.length} ${name}${state}`,
        expected: amountText(amount),
        actual: `${found.length}${found.length > 0 ? `: ${found.map((o) => o.metadata?.name ?? '').join(', ')}` : ''}`,
        ...(only !== undefined && all.length > found.length
          ? { details: all.filter((o) => !only.test(o)).map((o) => `${o.metadata?.name ?? ''} is ${stateOf(o)}`) }
          : {}),
        about: all.slice(0, 3).map((o) => targetOf(kind, o)),
      }
    },
  }
  return judge(play, claim, tail.time)
}

interface Came extends Counted {
  readonly what: 'created' | 'deleted'
  readonly since: 'start' | 'action'
}

async function came(play: Play, { amount, kind, filter, what, since, tail }: Came): Promise<Failure | undefined> {
  const cluster = await play.cluster()
  const namespace = play.namespaceFor(kind, tail)
  const passage = new Passage(cluster.history, {
    resource: cluster.storedUnder(kind),
    namespace,
    filter,
    what,
    from: since === 'action' ? play.lastAction : 0,
  })
  const name = describeMany(kind, filter)
  const claim: Claim = {
    kinds: [kind],
    text: `${amountText(amount)} ${name} were ${what}`,
    about: [],
    judge() {
      const names = passage.names()
      if (isAmount(amount, names.length)) return undefined
      return {
        summary: `${names.length} ${name} were ${what}`,
        expected: amountText(amount),
        actual: `${names.length}${names.length > 0 ? `: ${names.join(', ')}` : ''}`,
      }
    },
  }
  return judge(play, claim, tail.time)
}
