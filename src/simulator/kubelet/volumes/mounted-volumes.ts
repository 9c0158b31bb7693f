// Which of a pod's volumes its containers use: only those are attached and mounted.
// Upstream: GetPodVolumeNames in pkg/volume/util/util.go.
import type { Pod } from '../../../generated/api/core.v1.ts'

/** The names of the volumes that containers mount or have as devices. */
export function mountedVolumes({ spec }: Pod): ReadonlySet<string> {
  const names = new Set<string>()
  const groups = [spec.initContainers, spec.containers, spec.ephemeralContainers]
  for (const container of groups.flatMap((group) => group ?? [])) {
    for (const { name } of container.volumeMounts ?? []) names.add(name)
    for (const { name } of container.volumeDevices ?? []) names.add(name)
  }
  return names
}
