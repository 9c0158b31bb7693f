// The count of template changes: a field of the spec once, an annotation in apps/v1.
// Upstream: Convert_v1_DaemonSet_To_apps_DaemonSet and back, in pkg/apis/apps/v1/conversion.go.
import type { DaemonSet } from '../../../../generated/api/apps.v1.ts'
import { withEntry } from '../../../../model/sorted-map.ts'
import { badRequest } from '../../../api/status/status-error.ts'
import { parseGoInt64 } from '../../lib/go-int.ts'

const ANNOTATION = 'deprecated.daemonset.template.generation'

/** Writes the annotation as it comes back from the internal form, 0 where it was not given; refuses one that is no number. */
export function settleTemplateGeneration(object: DaemonSet): void {
  const text = object.metadata.annotations?.[ANNOTATION] ?? '0'
  const generation = parseGoInt64(text)
  if (typeof generation === 'object') {
    throw badRequest(`DaemonSet in version "v1" cannot be handled as a DaemonSet: ${generation.error}`)
  }
  setTemplateGeneration(object, generation)
}

/** How often the template changed; 0 where nothing is said. */
export function templateGeneration({ metadata }: DaemonSet): bigint {
  const text = metadata.annotations?.[ANNOTATION]
  return text === undefined ? 0n : BigInt(text)
}

/** Sets the count. */
export function setTemplateGeneration({ metadata }: DaemonSet, generation: bigint): void {
  const text = String(generation)
  if (metadata.annotations?.[ANNOTATION] === text) return
  metadata.annotations = withEntry(metadata.annotations, ANNOTATION, text)
}
