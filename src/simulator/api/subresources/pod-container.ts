// Which container of a pod a request means, and how its switches are written.
// Upstream: validateContainer in pkg/registry/core/pod/strategy.go, apimachinery/pkg/conversion/queryparams.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { queryFlag } from '../query.ts'
import { badRequest } from '../status/status-error.ts'

/** The container meant: the only one when none is named. */
export function containerOf({ metadata, spec }: Pod, asked: string): string {
  const all = [spec.initContainers, spec.containers, spec.ephemeralContainers].flatMap((list) => list ?? [])
  if (asked === '') {
    const [only] = spec.containers ?? []
    if (spec.containers?.length === 1 && only !== undefined) return only.name
    const names = all.map(({ name }) => name).join(' ')
    throw badRequest(`a container name must be specified for pod ${metadata.name}, choose one of: [${names}]`)
  }
  if (all.some(({ name }) => name === asked)) return asked
  throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`)
}

/** A switch in a query: there and not denied. */
export const isTrue = (value: string | undefined): boolean => queryFlag(value) === true
