// The roll-back of old clients (an annotation on the Deployment). kubectl's own is a patch of the template and needs none of this.
// Upstream: pkg/controller/deployment/rollback.go.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { must } from '../lib/sync-error.ts'
import { annotationsAfterRollback, lastRevision, ROLLBACK_TO, revisionOf } from './annotations.ts'
import { allOf, type Context } from './context.ts'
import { syncRevision } from './new-replica-set.ts'
import { equalIgnoringHash, withoutHash } from './templates.ts'

const INTEGER = /^[-+]?\d+$/

/** The revision a roll-back is asked to; 0 means the one before. */
export function rollbackTarget({ metadata }: Deployment): number | undefined {
  const text = metadata.annotations?.[ROLLBACK_TO]
  return text !== undefined && INTEGER.test(text) ? Number(text) : undefined
}

/** Puts the template of an earlier revision back. */
export function rollback(context: Context, deployment: Deployment, list: readonly ReplicaSet[], target: number): void {
  const { recorder } = context
  const all = allOf(syncRevision(context, deployment, list, true))
  const revision = target === 0 ? lastRevision(all) : target
  const refuse = (reason: string, message: string): void => {
    recorder.event(deployment, 'Warning', reason, message)
    write(context, deployment)
  }
  if (revision === 0) {
    refuse('DeploymentRollbackRevisionNotFound', 'Unable to find last revision.')
    return
  }
  const set = all.find((each) => revisionOf(each) === revision)
  if (set === undefined) {
    refuse('DeploymentRollbackRevisionNotFound', 'Unable to find the revision to rollback to.')
    return
  }
  const { name } = deployment.metadata
  if (equalIgnoringHash(deployment.spec.template, set.spec.template)) {
    const message = `The rollback revision contains the same template as current deployment "${name}"`
    refuse('DeploymentRollbackTemplateUnchanged', message)
    return
  }
  const metadata = { ...deployment.metadata, annotations: annotationsAfterRollback(deployment, set) }
  const spec = { ...deployment.spec, template: withoutHash(set.spec.template) }
  write(context, { ...deployment, metadata, spec })
  recorder.event(deployment, 'Normal', 'DeploymentRollback', `Rolled back deployment "${name}" to revision ${revision}`)
}

/** Writes the Deployment without the request to roll back. */
function write({ client }: Context, deployment: Deployment): void {
  const { [ROLLBACK_TO]: _, ...annotations } = deployment.metadata.annotations ?? {}
  must(client.update('deployments.apps', { ...deployment, metadata: { ...deployment.metadata, annotations } }))
}
