// An emptyDir that is not on the node's disk: one of huge pages must know their size, which it has of its own name or of what the pod
// requests. Upstream: SetUpAt and getPageSizeMountOption in pkg/volume/emptydir/empty_dir.go.
import type { Pod, Volume } from '../../../generated/api/core.v1.ts'
import { compareQuantity, isQuantityError, mustParseQuantity, parseQuantity } from '../../../model/quantity.ts'
import { quote } from '../../../model/quote.ts'
import { MountError } from './build.ts'

const ANY_SIZE = 'HugePages'
const MEDIUM = 'HugePages-'
const RESOURCE = 'hugepages-'

/** Whether making the directory is all there is to do. */
export const isPlainEmptyDir = ({ emptyDir }: Volume): boolean =>
  emptyDir !== undefined && ['', 'Memory'].includes(emptyDir.medium ?? '')

/** Refuses an emptyDir that cannot be set up. */
export function checkEmptyDir(pod: Pod, medium: string): void {
  const problem = problemOf(pod, medium)
  if (problem !== undefined) throw new MountError(problem)
}

function problemOf(pod: Pod, medium: string): string | undefined {
  if (medium !== ANY_SIZE && !medium.startsWith(MEDIUM)) return `unknown storage medium ${quote(medium)}`
  const wanted = medium === ANY_SIZE ? undefined : parseQuantity(medium.slice(MEDIUM.length))
  if (wanted !== undefined && isQuantityError(wanted)) return wanted.message
  const sizes = pageSizes(pod)
  if (wanted !== undefined) return sizes.some((size) => compareQuantity(size, wanted) === 0) ? undefined : none(medium)
  const [first, ...others] = sizes
  if (first === undefined) return none(medium)
  if (others.every((size) => compareQuantity(size, first) === 0)) return undefined
  return `medium: ${medium} can't be used if container requests multiple huge page sizes`
}

const none = (medium: string): string =>
  `medium ${medium}: hugePages storage requested, but there is no resource request for huge pages`

function pageSizes({ spec }: Pod): ReturnType<typeof mustParseQuantity>[] {
  return [spec, ...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
    Object.keys(resources?.requests ?? {})
      .filter((name) => name.startsWith(RESOURCE))
      .map((name) => mustParseQuantity(name.slice(RESOURCE.length))),
  )
}
