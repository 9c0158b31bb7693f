// Which feature gates are set in vain: those nothing here asks for, which the build finds out by reading the sources.
import { simulatedGates } from '../../generated/simulated-gates.ts'
import { featureGates } from './feature-gates.ts'

/** What is to be said of a gate that is set so; nothing where it has its default, or something depends on it. */
export function gateNotSimulated(name: string, on: boolean): string | undefined {
  const known = featureGates[name]
  if (known === undefined || known[0] === on || simulatedGates.has(name)) return undefined
  return `feature gate ${name} is NotSimulated: nothing depends on it here`
}
