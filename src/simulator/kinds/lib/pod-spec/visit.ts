// Every container of a pod spec, in upstream's order: init, main, ephemeral.
// Upstream: pkg/api/pod/util.go (VisitContainers), pkg/apis/core/pods/helpers.go (VisitContainersWithPath).
import type { Container, EphemeralContainer, PodSpec } from '../../../../generated/api/core.v1.ts'
import type { Path } from '../../../api/status/path.ts'

/** A container of any sort: ephemeral ones have the same fields. */
export type AnyContainer = Container | EphemeralContainer

/** The list a container stands in, named as its field. */
export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers'

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers']

/** Calls `visit` for each container with the list it is in and its place there. */
export function visitContainers(
  spec: PodSpec,
  visit: (container: AnyContainer, list: ContainerList, index: number) => void,
): void {
  for (const list of LISTS) {
    const containers: readonly AnyContainer[] | null | undefined = spec[list]
    if (!containers) continue
    for (const [index, container] of containers.entries()) visit(container, list, index)
  }
}

/** The same, with the path of each container below `specPath`. */
export function visitContainersWithPath(
  spec: PodSpec,
  specPath: Path,
  visit: (container: AnyContainer, path: Path) => void,
): void {
  visitContainers(spec, (container, list, index) => visit(container, specPath.child(list).index(index)))
}

/** Whether some container of the spec satisfies `test`. */
export function someContainer(spec: PodSpec, test: (container: AnyContainer, list: ContainerList) => boolean): boolean {
  return LISTS.some((list) => {
    const containers: readonly AnyContainer[] | null | undefined = spec[list]
    return containers?.some((container) => test(container, list)) ?? false
  })
}

/** A sidecar: an init container that keeps running (restartPolicy Always). */
export const isSidecar = (container: AnyContainer | undefined): boolean => container?.restartPolicy === 'Always'
