// The feature gates of one cluster: upstream's defaults with what the stage sets. Upstream: component-base/featuregate.
import type { FeatureGates } from '../api/types.ts'
import { featureGates } from '../data/feature-gates.ts'

/** Why a gate cannot be set so; for the user's eyes. */
export class FeatureGateError extends Error {}

/** Checks and holds what was set; names that do not exist are refused, as are gates locked to another value. */
export class SettableFeatureGates implements FeatureGates {
  readonly #set: ReadonlyMap<string, boolean>

  constructor(settings: Readonly<Record<string, boolean>> = {}) {
    for (const [name, value] of Object.entries(settings)) {
      const known = featureGates[name]
      if (known === undefined) throw new FeatureGateError(`unrecognized feature gate: ${name}`)
      const [enabled, , locked] = known
      if (locked && value !== enabled)
        throw new FeatureGateError(`cannot set feature gate ${name} to ${value}, feature is locked to ${enabled}`)
    }
    this.#set = new Map(Object.entries(settings))
  }

  enabled(name: string): boolean {
    return this.#set.get(name) ?? featureGates[name]?.[0] ?? false
  }
}
