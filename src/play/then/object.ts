// Whether objects are there. Sentences: grammar/*/then/object.peggy.
import type { Filter, KindRef, Tail } from '../../language/nodes.ts'
import { nameOf } from '../claims.ts'
import type { SentenceFamily } from '../contract.ts'
import { Farewells, type Leaving } from '../history/farewells.ts'
import { type Claim, judge, type Miss } from '../judge.ts'
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
    'then/object/order': ({ tail }, play, below) => order(play, tail, below?.type === 'table' ? below.rows : []),
  },
}

/** That objects went one after the other. */
async function order(
  play: Play,
  tail: Tail,
  rows: readonly Readonly<Record<string, string>>[],
): Promise<Failure | undefined> {
  const { history } = await play.cluster()
  const namespace = tail.namespace ?? play.namespace
  const wanted = rows.map((row) => ({
    kind: row['kind'] ?? '',
    name: row['name'] ?? '',
    namespace: row['namespace'] || namespace,
  }))
  const farewells = new Farewells(history, wanted)
  const said = ({ kind, name }: Leaving): string => `${kind} "${name}"`
  const miss = (): Miss | undefined => {
    const marks = farewells.marks()
    const left = wanted.filter((_, n) => marks[n] === undefined)
    if (left.length > 0) return { summary: `not all were deleted: ${left.map(said).join(', ')}` }
    const early = marks.findIndex((mark, n) => n > 0 && mark! < marks[n - 1]!)
    if (early < 0) return undefined
    const actual = [...wanted.keys()].sort((a, b) => marks[a]! - marks[b]!).map((n) => said(wanted[n]!))
    const summary = `${said(wanted[early]!)} was deleted before ${said(wanted[early - 1]!)}`
    return { summary, actual: actual.join('\n') }
  }
  const cluster = await play.cluster()
  let found = miss()
  const patience = tail.time?.is === 'now' ? 0 : tail.time?.is === 'within' ? tail.time.milliseconds : play.patience
  if (found !== undefined && patience > 0) {
    await cluster.until(() => {
      found = miss()
      return found === undefined
    }, patience)
  }
  return judge(
    play,
    { kinds: [], text: 'they are deleted in this order', about: [], judge: () => found },
    { is: 'now' },
  )
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
