// The rollback that older versions asked for in the spec lives in an annotation of apps/v1.
// Upstream: Convert_v1_Deployment_To_apps_Deployment and back, in pkg/apis/apps/v1/conversion.go.
import type { Deployment } from '../../../../generated/api/apps.v1.ts'
import { withEntry } from '../../../../model/sorted-map.ts'
import { badRequest } from '../../../api/status/status-error.ts'
import { parseGoInt64 } from '../../lib/go-int.ts'

const ROLLBACK_TO = 'deprecated.deployment.rollback.to'

/** Writes the annotation as it comes back from the internal form; refuses one that is no number. */
export function settleRollback({ metadata }: Deployment): void {
  const text = metadata.annotations?.[ROLLBACK_TO]
  if (text === undefined) return
  if (text === '') {
    const { [ROLLBACK_TO]: _, ...rest } = metadata.annotations!
    metadata.annotations = Object.keys(rest).length > 0 ? rest : undefined
    return
  }
  const revision = parseGoInt64(text)
  if (typeof revision === 'object') {
    const problem = `failed to parse annotation[${ROLLBACK_TO}]=${text} as int64: ${revision.error}`
    throw badRequest(`Deployment in version "v1" cannot be handled as a Deployment: ${problem}`)
  }
  metadata.annotations = withEntry(metadata.annotations, ROLLBACK_TO, String(revision))
}

/** The revision to roll back to, where one is asked for. */
export function rollbackRevision({ metadata }: Deployment): number | undefined {
  const text = metadata.annotations?.[ROLLBACK_TO]
  return text === undefined ? undefined : Number(text)
}
