// The containers of a pod with their places, in the order upstream visits them. Upstream: pkg/api/pod/util.go VisitContainersWithPath.
import type { Container, PodSpec } from '../../../generated/api/core.v1.ts'
import { Path } from '../../api/status/path.ts'

/** A container of any sort, and where it stands. */
export interface PlacedContainer {
  readonly container: Pick<Container, 'name' | 'image' | 'imagePullPolicy'>
  readonly path: Path
}

const SPEC = Path.of('spec')
const PLACES = ['initContainers', 'containers', 'ephemeralContainers'] as const

/** Init containers, containers, ephemeral containers. */
export function* containersOf(spec: PodSpec): Iterable<PlacedContainer> {
  for (const place of PLACES) {
    const path = SPEC.child(place)
    for (const [i, container] of (spec[place] ?? []).entries()) yield { container, path: path.index(i) }
  }
}
