// Sentences about two moments: one before the other, one thing until another. Both are found in the history of the cluster.
import type { Moment, Tail } from '../language/nodes.ts'
import { claimAbout, nameOf } from './claims.ts'
import { type Claim, judge, moment } from './judge.ts'
import type { Play } from './play.ts'
import type { Failure } from './result.ts'
import { isInState } from './states.ts'
import { kindsOf, objectsOf, type Resolved, resolve } from './targets.ts'

interface TwoMoments {
  readonly first: Moment
  readonly second: Moment
  readonly tail: Tail
}

/** That the first became true before the second, and both did. */
export async function before(play: Play, { first, second, tail }: TwoMoments): Promise<Failure | undefined> {
  const a = claimOf(play, first, tail)
  const b = claimOf(play, second, tail)
  if ('summary' in a) return a
  if ('summary' in b) return b
  await play.world([...a.kinds, ...b.kinds])
  const patience = tail.time?.is === 'within' ? tail.time.milliseconds : play.patience
  const cluster = await play.cluster()
  const ends = [first.state === 'deleted', second.state === 'deleted']
  let times = await firstTimes(play, [a, b], ends)
  if (times.includes(undefined)) {
    const world = await play.world()
    const missing = [a, b].filter((_, i) => times[i] === undefined)
    await cluster.until(() => missing.every((c) => c.judge(world) === undefined), patience)
    times = await firstTimes(play, [a, b], ends)
  }
  const [at, bt] = times
  const about = { text: `${a.text} before ${b.text}`, kinds: [...a.kinds, ...b.kinds], about: [...a.about, ...b.about] }
  if (at !== undefined && bt !== undefined && at.index < bt.index) return undefined
  const miss = orderMiss(play, [a, b], times)
  return judge(play, { ...about, judge: () => miss }, { is: 'now' })
}

interface Found {
  /** Which write made it true; -1 when it was so from the start. */
  readonly index: number
  readonly at: number | undefined
}

function orderMiss(play: Play, [a, b]: readonly [Claim, Claim], [at, bt]: readonly (Found | undefined)[]): Failure {
  const when = (claim: Claim, found: Found | undefined): string =>
    found === undefined ? `${claim.text} never became true` : `${claim.text} at ${moment(play, found.at)}`
  return {
    summary:
      at === undefined
        ? `${a.text} never became true`
        : bt === undefined
          ? `${b.text} never became true`
          : `${a.text} not before but after ${b.text}`,
    details: [when(a, at), when(b, bt)],
  }
}

/** When each became true first; what `ends` only does so after having been otherwise. */
async function firstTimes(
  play: Play,
  claims: readonly Claim[],
  ends: readonly boolean[],
): Promise<(Found | undefined)[]> {
  const cluster = await play.cluster()
  const past = (await play.world()).at(0)
  const open = claims.map((c, n) => ends[n] !== true || c.judge(past) !== undefined)
  const found: (Found | undefined)[] = claims.map((c, n) =>
    open[n] === true && c.judge(past) === undefined ? { index: -1, at: undefined } : undefined,
  )
  const changes = cluster.history.since(0)
  for (let i = 0; i < changes.length && found.includes(undefined); i++) {
    const change = changes[i]!
    past.move(change)
    claims.forEach((claim, n) => {
      if (found[n] !== undefined) return
      if (claim.judge(past) !== undefined) open[n] = true
      else if (open[n] === true) found[n] = { index: i, at: change.at }
    })
  }
  return found
}

/** That from the last action on the first held at all times until the second became true. */
export async function until(play: Play, { first, second, tail }: TwoMoments): Promise<Failure | undefined> {
  const a = claimOf(play, first, tail)
  const b = claimOf(play, second, tail)
  if ('summary' in a) return a
  if ('summary' in b) return b
  const came = await judge(play, b, tail.time)
  if (came !== undefined) return came
  await play.world(a.kinds)
  const cluster = await play.cluster()
  const past = (await play.world()).at(play.lastAction)
  let miss = b.judge(past) === undefined ? undefined : a.judge(past)
  for (const change of b.judge(past) === undefined ? [] : cluster.history.since(play.lastAction)) {
    if (miss !== undefined) break
    past.move(change)
    if (b.judge(past) === undefined) return undefined
    miss = a.judge(past)
    if (miss !== undefined)
      miss = {
        ...miss,
        details: [...(miss.details ?? []), `so it was at ${moment(play, change.at)}, before ${b.text}`],
      }
  }
  return miss === undefined ? undefined : judge(play, { ...a, judge: () => miss }, { is: 'now' })
}

/** The claim that an object is in a state; `created` and `deleted` are states of being there. */
function claimOf(play: Play, { subject, state }: Moment, tail: Tail): Claim | { readonly summary: string } {
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  if (state === 'created') return presence(play, resolved, true)
  if (state === 'deleted') return gone(play, resolved)
  return claimAbout(play, resolved, {
    text: `is ${state}`,
    test: (o) => (isInState(o, state) ? undefined : { summary: `is not ${state}` }),
  })
}

function presence(play: Play, resolved: Resolved, there: boolean): Claim {
  const name = nameOf(play, resolved)
  return {
    kinds: kindsOf(resolved),
    text: `${name} is ${there ? 'created' : 'deleted'}`,
    about: resolved.is === 'one' ? [resolved.target] : [],
    judge: (world) =>
      objectsOf(world, resolved).length > 0 === there
        ? undefined
        : { summary: `${name} is ${there ? 'not there' : 'there'}` },
  }
}

/** Not being there counts as deleted only after having been there. */
function gone(play: Play, resolved: Resolved): Claim {
  const absent = presence(play, resolved, false)
  const target = resolved.is === 'one' ? resolved.target : undefined
  return {
    ...absent,
    judge(world) {
      const past = play.past
      const was =
        target === undefined ||
        past === undefined ||
        past.cluster.history
          .of(past.cluster.storedUnder(target.kind), target.namespace, target.name)
          .some((c) => c.type === 'DELETED')
      if (!was) return { summary: `${absent.text.replace(' is deleted', '')} was never there` }
      return absent.judge(world)
    },
  }
}
