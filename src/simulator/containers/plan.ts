// Processes that can be told beforehand: what they print, when they serve, when they exit, how they take SIGTERM.
import type { Exit, Process, ProcessHost } from './contract.ts'

/** A process in advance; times in milliseconds after its start. */
export interface Plan {
  readonly servesAfter?: number
  readonly exits?: Exit & { readonly after: number }
  /** How it takes SIGTERM: exits some time later, or not at all (a first process without a handler). */
  readonly onTerm: (Exit & { readonly after: number }) | 'ignores'
  readonly logs?: readonly string[]
}

/** Runs for ever and stops at once when asked to: what servers do. */
export const server: Plan = { onTerm: { after: 0, code: 0 } }

/** Starts a process that keeps to its plan. */
export function follow(plan: Plan, host: ProcessHost): Process {
  for (const line of plan.logs ?? []) host.log(line)
  const { exits, onTerm, servesAfter } = plan
  if (exits !== undefined) host.clock.after(exits.after, () => host.exit(exits))
  return {
    ...(servesAfter === undefined ? {} : { servesFrom: host.clock.now() + servesAfter }),
    signal() {
      if (onTerm !== 'ignores') host.clock.after(onTerm.after, () => host.exit(onTerm))
    },
  }
}
