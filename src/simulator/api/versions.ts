// What is stored, as the versions of its kind show it, for those who look at the history and not through requests.
import type { AnyKind } from '../kinds/contract.ts'
import type { ServerParts } from './server.ts'
import { StatusError } from './status/status-error.ts'
import type { KubeObject, ResourceKey } from './types.ts'

type Parts = Pick<ServerParts, 'resources' | 'kinds'>

const storedAs = ({ resources, kinds }: Parts, apiVersion: string, kind: string): AnyKind['storedAs'] =>
  (resources.byKind(apiVersion, kind)?.custom?.kind ?? kinds.get(`${apiVersion}/${kind}`))?.storedAs

/** The resource under which objects of a kind are stored, where that is not its own. */
export const storedUnder = (parts: Parts, apiVersion: string, kind: string): ResourceKey | undefined =>
  storedAs(parts, apiVersion, kind)?.resource

/** A stored object as that version shows it, or why its conversion fails. */
export function shownIn(parts: Parts, object: KubeObject, apiVersion: string): KubeObject | { readonly error: string } {
  try {
    return storedAs(parts, apiVersion, object.kind ?? '')?.fromStored(object) ?? object
  } catch (failure) {
    if (failure instanceof StatusError) return { error: failure.message }
    throw failure
  }
}
