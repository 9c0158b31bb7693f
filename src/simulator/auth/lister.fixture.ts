// What tests of authorizers need: a lister over plain objects.
import type { KubeObject, Lister } from '../api/types.ts'

/** Reads objects given by resource key. */
export const listerOf = (objects: Readonly<Record<string, readonly object[]>>): Lister => {
  const all = (resource: string): readonly KubeObject[] => (objects[resource] ?? []) as readonly KubeObject[]
  return {
    get: <T extends KubeObject>(resource: string, namespace: string, name: string) =>
      all(resource).find(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace) as
        | T
        | undefined,
    list: <T extends KubeObject>(resource: string, namespace?: string) =>
      all(resource).filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace) as T[],
  }
}
