// How many objects there are. Sentences: grammar/*/then/count.peggy.

import type { ApiObject } from '../../cluster/port.ts'
import type { Amount, Filter, KindRef, Tail } from '../../language/nodes.ts'
import { amountText, isAmount } from '../amounts.ts'
import type { SentenceFamily } from '../contract.ts'
import { judge } from '../judge.ts'
import { type Play, targetOf } from '../play.ts'
import type { Failure } from '../result.ts'
import { isInState, stateOf } from '../states.ts'
import { describeMany, filtered, kindsOf } from '../targets.ts'

/** Plays then/count. */
export const family: SentenceFamily = {
  handlers: {
    'then/count/number': (sentence, play) => count(play, sentence),
    'then/count/state': (sentence, play) =>
      count(play, sentence, {
        text: `${sentence.not ? 'not ' : ''}${sentence.state}`,
        test: (o) => isInState(o, sentence.state) !== sentence.not,
      }),
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
    judge(world: Parameters<typeof filtered>[0]) {
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
