// All kinds by apiVersion and kind, `apps/v1/Deployment`; made once, at the first cluster.
import { registry } from '../generated/registry/kinds.ts'
import type { AnyKind } from './kinds/contract.ts'

let kinds: ReadonlyMap<string, AnyKind> | undefined

/** What is special about each kind. */
export function kindsByName(): ReadonlyMap<string, AnyKind> {
  kinds ??= new Map([...registry.values()].map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]))
  return kinds
}
