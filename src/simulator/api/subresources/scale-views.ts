// Which built-in kinds scale, and by what selector. Upstream: scaleFrom… in pkg/registry/{apps,core}/*/storage/storage.go.
import type { Deployment, ReplicaSet, StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { ReplicationController } from '../../../generated/api/core.v1.ts'
import { selectorOfObject } from '../../../model/labels.ts'
import { badRequest } from '../status/status-error.ts'
import { builtInView, serveScale } from './scale.ts'

/** A label selector as text. */
function selectorText({ spec }: Deployment | ReplicaSet | StatefulSet): string {
  const selector = selectorOfObject(spec.selector)
  if ('error' in selector) throw badRequest(selector.error)
  return selector.text
}

const pairsText = ({ spec }: ReplicationController): string =>
  Object.entries(spec.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')

/** `scale` of deployments, replica sets and stateful sets. */
export const scaleOfApps = serveScale(builtInView(selectorText))
/** `scale` of replication controllers. */
export const scaleOfControllers = serveScale(builtInView(pairsText))
