// The second of the minute a recorded case may have begun at: it is not recorded, but what depends on it is.
import type { Behaviour } from './behaviours-replay.ts'

const CRON_RUN = /<min(\d+)>/g
const LATE = 57
const EARLY = 40
const BINDER_LOOP = 15

/** The second of the minute a case began at: as many scheduled times came by as Jobs were made. */
function startSecond({ steps }: Behaviour): number {
  const seconds = steps.reduce((sum, { step }) => sum + (step.settle ?? step.wait ?? 0), 0)
  const runs = Math.max(0, ...[...JSON.stringify(steps).matchAll(CRON_RUN)].map(([, run]) => Number(run)))
  return runs >= Math.floor((seconds - (60 - LATE)) / 60) + 1 ? LATE : EARLY
}

/** The seconds a case may have begun at: where the binder's loop of 15 seconds stood is not recorded, only what it counted. */
export function possibleSeconds(recorded: Behaviour): readonly number[] {
  const second = startSecond(recorded)
  const counted = recorded.steps.some(({ events }) =>
    events?.some(({ component }) => component === 'persistentvolume-controller'),
  )
  return counted ? Array.from({ length: BINDER_LOOP }, (_, i) => (second + i) % 60) : [second]
}
