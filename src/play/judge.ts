// Time in a Then. A claim looks at the world of one moment; this file says at which moments it is looked at: within the
// patience, now, for a while, at all times, never. The past is judged over the history of writes, not by polling, so nothing
// between two looks is missed.

import type { Cluster } from '../cluster/port.ts'
import type { KindRef, Owner, Time } from '../language/nodes.ts'
import { formatDuration } from '../model/duration.ts'
import { lastThings, type Trail } from './history/of-objects.ts'
import { schedulingOf } from './history/scheduling.ts'
import type { Play, Target } from './play.ts'
import type { Failure } from './result.ts'
import { lastRollout } from './rollout.ts'
import type { World } from './world.ts'

/** Why a claim does not hold at some moment. */
export interface Miss extends Omit<Failure, 'history' | 'scheduling'> {
  /** It is about where a pod is: what the scheduler thought is shown even if it found a node. */
  readonly placement?: boolean
  /** The objects it is about, whose last history is shown. */
  readonly about?: readonly Target[]
}

/** Something that may be true of the world. */
export interface Claim {
  /** The kinds it looks at. */
  readonly kinds: readonly KindRef[]
  /** In words, for `never` and the like: `pod "web" is Running`. */
  readonly text: string
  /** Undefined when it holds. */
  judge(world: World): Miss | undefined
  /** Whether it holds, where that is found sooner than why it does not. */
  holds?(world: World): boolean
  readonly about: readonly Target[]
}

/** Judges a claim at the moments that are meant; a failure says why it did not hold. */
export async function judge(play: Play, claim: Claim, time: Time | undefined): Promise<Failure | undefined> {
  const cluster = await play.cluster()
  await play.world(claim.kinds)
  const miss = await missOf(play, claim, time)
  if (miss === undefined) return undefined
  const { about = claim.about, placement = false, ...failure } = miss
  const history = lastThings(cluster, play.past!.start, about.map(trailOf))
  const story = await schedulingOf(play, about, placement)
  return {
    ...failure,
    ...(history.length > 0 ? { history } : {}),
    ...(story === undefined
      ? {}
      : 'attempt' in story
        ? { scheduling: story.attempt }
        : { details: [...(failure.details ?? []), story.nobody] }),
  }
}

function trailOf({ kind, namespace, name }: Target): Trail {
  return { key: kind.key, kind: kind.kind, namespace, name }
}

async function missOf(play: Play, claim: Claim, time: Time | undefined): Promise<Miss | undefined> {
  if (time === undefined) return within(play, claim, play.patience)
  switch (time.is) {
    case 'within':
      return within(play, claim, time.milliseconds)
    case 'now':
      return claim.judge(await play.world())
    case 'still':
      return (await replay(play, claim, play.lastAction, 'all')) ?? claim.judge(await play.world())
    case 'for':
      return lasting(play, claim, time.milliseconds)
    case 'always':
      return replay(play, claim, time.since === 'action' ? play.lastAction : (play.opening ?? 0), 'all')
    case 'rollout':
      return during(play, claim, time.of)
    case 'never':
      return never(play, claim, time.past)
  }
}

async function within(play: Play, claim: Claim, milliseconds: number): Promise<Miss | undefined> {
  const world = await play.world()
  let miss = claim.judge(world)
  if (miss === undefined || milliseconds === 0) return miss
  const cluster = await play.cluster()
  if (await cluster.until(onChange(cluster, claim, world), milliseconds)) return undefined
  miss = claim.judge(world)
  if (miss === undefined) return undefined
  const waited = `after waiting ${spanText(milliseconds)} of cluster time`
  return { ...miss, details: [...(miss.details ?? []), waited] }
}

async function lasting(play: Play, claim: Claim, milliseconds: number): Promise<Miss | undefined> {
  const first = await within(play, claim, play.patience)
  if (first !== undefined) return first
  const cluster = await play.cluster()
  const world = await play.world()
  const began = cluster.now()
  const holds = onChange(cluster, claim, world)
  const broke = await cluster.until(() => !holds(), milliseconds)
  const miss = broke ? claim.judge(world) : undefined
  if (miss === undefined) return undefined
  return {
    ...miss,
    details: [
      ...(miss.details ?? []),
      `it held for ${spanText(cluster.now() - began)}, not for ${spanText(milliseconds)}`,
    ],
  }
}

/** Whether a claim holds: judged anew when what it looks at was written, or when it is asked though nothing was. */
function onChange(cluster: Cluster, claim: Claim, world: World): () => boolean {
  const keys = new Set(claim.kinds.map((kind) => cluster.storedUnder(kind)))
  const judged = (): boolean => (claim.holds === undefined ? claim.judge(world) === undefined : claim.holds(world))
  const { history } = cluster
  let seen = history.length
  let holds = judged()
  return () => {
    const changes = history.length === seen ? undefined : history.since(seen)
    seen = history.length
    if (changes === undefined || changes.some(({ resource }) => keys.has(resource))) holds = judged()
    return holds
  }
}

async function during(play: Play, claim: Claim, of: Owner | undefined): Promise<Miss | undefined> {
  const rollout = await lastRollout(play, of)
  return 'summary' in rollout ? rollout : replay(play, claim, rollout.from, 'all', rollout.to)
}

async function never(play: Play, claim: Claim, past: boolean): Promise<Miss | undefined> {
  const before = await replay(play, claim, 0, 'none')
  if (before !== undefined || past) return before
  const cluster = await play.cluster()
  const world = await play.world()
  const held = await cluster.until(onChange(cluster, claim, world), play.patience)
  return held
    ? { summary: `${claim.text}, which must never be`, actual: `it became so at ${moment(play, cluster.now())}` }
    : undefined
}

/** Looks at every moment from a mark to another or to now: the claim must hold at all of them, or at none. */
async function replay(
  play: Play,
  claim: Claim,
  mark: number,
  want: 'all' | 'none',
  end?: number,
): Promise<Miss | undefined> {
  const cluster = await play.cluster()
  const live = await play.world()
  const keys = new Set(claim.kinds.map((kind) => cluster.storedUnder(kind)))
  const past = live.at(mark)
  const judged = (at: number | undefined): Miss | undefined => {
    const miss = claim.judge(past)
    if (want === 'none')
      return miss === undefined
        ? { summary: `${claim.text}, which must never be`, actual: `it was so at ${moment(play, at)}` }
        : undefined
    return miss && { ...miss, details: [...(miss.details ?? []), `so it was at ${moment(play, at)}`] }
  }
  const first = judged(mark === 0 ? play.past?.start : cluster.history.since(mark - 1)[0]?.at)
  if (first !== undefined) return first
  const changes = cluster.history.since(mark)
  for (const change of end === undefined ? changes : changes.slice(0, end - mark)) {
    if (!keys.has(change.resource)) continue
    past.move(change)
    const miss = judged(change.at)
    if (miss !== undefined) return miss
  }
  return undefined
}

/** A span of cluster time as people write it: 5m, 1h30m, 90s, 500ms. */
export function spanText(milliseconds: number): string {
  return formatDuration(milliseconds)
    .replace(/([hm])0s$/, '$1')
    .replace(/h0m$/, 'h')
}

/** A moment as time since the start of the scenario. */
export function moment(play: Play, at: number | undefined): string {
  const start = play.past?.start ?? 0
  return at === undefined || at <= start ? 'the start' : `${spanText(at - start)} after the start`
}
