// Which class is the default where several say they are: the newest, of equals the first by name.
// Upstream: GetDefaultClass in pkg/volume/util/storageclass.go, getDefaultClass in plugin/pkg/admission/network/defaultingressclass.
import type { KubeObject } from '../../api/types.ts'

/** The default of some classes, by the annotations that may say so. */
export function defaultClass<T extends KubeObject>(
  classes: readonly T[],
  annotations: readonly string[],
): T | undefined {
  let chosen: T | undefined
  for (const candidate of classes) {
    if (!annotations.some((key) => candidate.metadata.annotations?.[key] === 'true')) continue
    if (chosen === undefined || isPreferred(candidate, chosen)) chosen = candidate
  }
  return chosen
}

function isPreferred({ metadata }: KubeObject, { metadata: other }: KubeObject): boolean {
  const created = metadata.creationTimestamp ?? ''
  const before = other.creationTimestamp ?? ''
  return created === before ? (metadata.name ?? '') < (other.name ?? '') : created > before
}
