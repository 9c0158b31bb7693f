// Claims about objects: what a sentence says of one object, or of every one of a set, put into a form that can be judged at
// any moment. An object that is not there makes no claim true except that it is not there; nor does an empty set.
import type { ApiObject } from '../cluster/port.ts'
import type { KindRef, Subject, Tail } from '../language/nodes.ts'
import { type Claim, judge, type Miss } from './judge.ts'
import type { Play, Target } from './play.ts'
import { targetOf } from './play.ts'
import type { Failure } from './result.ts'
import { describe, describeMany, kindsOf, objectsOf, type Resolved, resolve } from './targets.ts'
import type { World } from './world.ts'

/** What is said of one object: undefined when it is so. */
export type ObjectTest = (object: ApiObject, world: World) => Miss | undefined

/** What is said of a subject. */
export interface Statement {
  /** In words, after the subject: `is Running`. */
  readonly text: string
  /** Set when the sentence denies what the test says. */
  readonly not?: boolean
  readonly test: ObjectTest
  /** Says where pods are: see Miss. */
  readonly placement?: boolean
  /** Further kinds the test looks at. */
  readonly kinds?: readonly KindRef[]
  /** What is found instead, for a denied sentence. */
  readonly found?: (object: ApiObject) => string | undefined
}

/** Judges a statement about a subject at the moments the sentence means. */
export async function judgeSubject(
  play: Play,
  subject: Subject,
  tail: Tail,
  statement: Statement,
): Promise<Failure | undefined> {
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  return judge(play, claimAbout(play, resolved, statement), tail.time)
}

/** The claim that a statement makes about what a subject was resolved to. */
export function claimAbout(play: Play, resolved: Resolved, statement: Statement): Claim {
  const name = nameOf(play, resolved)
  const text = `${name} ${statement.text}`
  const about = resolved.is === 'one' ? [resolved.target] : []
  return {
    kinds: [...kindsOf(resolved), ...(statement.kinds ?? [])],
    text,
    about,
    judge(world) {
      const objects = objectsOf(world, resolved)
      if (objects.length === 0)
        return { summary: resolved.is === 'one' ? `there is no ${name}` : `there are no ${name}` }
      for (const object of objects) {
        const miss = missOf(play, resolved, object, statement, world)
        if (miss !== undefined) return miss
      }
      return undefined
    },
  }
}

function missOf(
  play: Play,
  resolved: Resolved,
  object: ApiObject,
  statement: Statement,
  world: World,
): Miss | undefined {
  const { test, not } = statement
  const placement = statement.placement === true ? { placement: true } : {}
  const miss = test(object, world)
  if ((miss === undefined) === (not !== true)) return undefined
  const target = targetOf(resolved.is === 'one' ? resolved.target.kind : resolved.kind, object)
  const said = describe(target, play.namespace)
  const about = [target]
  if (miss !== undefined) return { ...miss, summary: `${said} ${miss.summary}`, about, ...placement }
  const actual = statement.found?.(object)
  const summary = `${said} ${statement.text}, which must not be`
  return { summary, ...(actual === undefined ? {} : { actual }), about, ...placement }
}

/** What a resolved subject is called. */
export function nameOf(play: Play, resolved: Resolved): string {
  return resolved.is === 'one'
    ? describe(resolved.target, play.namespace)
    : describeMany(resolved.kind, resolved.filter)
}

/** The one object a sentence needs, as it is now. */
export async function objectNow(
  play: Play,
  subject: Subject,
  tail: Tail,
): Promise<{ object: ApiObject; target: Target } | { readonly summary: string }> {
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  if (resolved.is === 'many') return { summary: 'this sentence is about one object' }
  const world = await play.world([resolved.target.kind])
  const [object] = objectsOf(world, resolved)
  return object === undefined
    ? { summary: `there is no ${nameOf(play, resolved)}` }
    : { object, target: resolved.target }
}
