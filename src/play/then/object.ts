// Whether objects are there. Sentences: grammar/*/then/object.peggy.
import type { Filter, KindRef, Tail } from '../../language/nodes.ts'
import { nameOf } from '../claims.ts'
import type { SentenceFamily } from '../contract.ts'
import { type Claim, judge } from '../judge.ts'
import { type Play, targetOf } from '../play.ts'
import type { Failure } from '../result.ts'
import { filtered, kindsOf, objectsOf, type Resolved, resolve } from '../targets.ts'

/** Plays then/object. */
export const family: SentenceFamily = {
  handlers: {
    'then/object/there': (sentence, play) => there(play, sentence),
    'then/object/none': (sentence, play) => there(play, sentence),
    'then/object/exists': async ({ subject, not, tail }, play) => {
      const resolved = resolve(play, subject, tail)
      if ('problem' in resolved) return { summary: resolved.problem }
      return judge(play, existence(play, resolved, not), tail.time)
    },
  },
}

interface There {
  readonly kind: KindRef
  readonly name?: string
  readonly filter: Filter
  readonly not: boolean
  readonly tail: Tail
}

async function there(play: Play, { kind, name, filter, not, tail }: There): Promise<Failure | undefined> {
  const namespace = play.namespaceFor(kind, tail)
  if (name === undefined) return judge(play, existence(play, { is: 'many', kind, namespace, filter }, not), tail.time)
  const target = { kind, namespace, name }
  if (!not) play.it = target
  const one: Resolved = { is: 'one', target }
  const claim = existence(play, one, not)
  const narrowed =
    Object.keys(filter).length > 0 ? narrow(claim, play, { is: 'many', kind, namespace, filter }, name, not) : claim
  return judge(play, narrowed, tail.time)
}

/** That there are objects, or that there are none. */
function existence(play: Play, resolved: Resolved, not: boolean): Claim {
  const name = nameOf(play, resolved)
  const one = resolved.is === 'one'
  return {
    kinds: kindsOf(resolved),
    text: one ? `${name} ${not ? 'does not exist' : 'exists'}` : `there are ${not ? 'no ' : ''}${name}`,
    about: one ? [resolved.target] : [],
    judge(world) {
      const objects = objectsOf(world, resolved)
      if (objects.length > 0 !== not) return undefined
      if (!not) return { summary: one ? `there is no ${name}` : `there are no ${name}` }
      const kind = one ? resolved.target.kind : resolved.kind
      const names = objects.map((o) => o.metadata?.name ?? '')
      return {
        summary: one ? `there is a ${name}` : `there are ${name}`,
        actual: names.join(', '),
        about: objects.slice(0, 3).map((o) => targetOf(kind, o)),
      }
    },
  }
}

function narrow(claim: Claim, play: Play, many: Extract<Resolved, { is: 'many' }>, name: string, not: boolean): Claim {
  return {
    ...claim,
    kinds: [...claim.kinds, ...kindsOf(many)],
    judge(world) {
      const found = filtered(world, many.kind, many.namespace, many.filter).some((o) => o.metadata?.name === name)
      if (found !== not) return undefined
      return claim.judge(world) ?? { summary: `"${name}" is not among ${nameOf(play, many)}` }
    },
  }
}
