// ControllerRevisions: the versions of a template that a StatefulSet or DaemonSet remembers.
// Upstream: pkg/controller/history/controller_history.go.

import type { ControllerRevision } from '../../../generated/api/apps.v1.ts'
import type { PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { Selector } from '../../../model/labels.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { KubeObject } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import { revisionsByController } from '../../client/indexes.ts'
import { claim, ownedOrOrphans } from './claims.ts'
import { goJson, revisionHash } from './hash.ts'
import { must, mustUnlessGone, SyncError } from './sync-error.ts'

const RESOURCE = 'controllerrevisions.apps'
const MAX_PREFIX = 223

interface TemplatePatch {
  readonly spec: { readonly template: PodTemplateSpec & { readonly $patch: string } }
}

/** A revision's data: a patch that puts the template back. */
export const templatePatch = (template: PodTemplateSpec): unknown => ({
  spec: { template: { ...template, $patch: 'replace' } },
})

/** The template a revision holds. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = (data as unknown as TemplatePatch).spec.template
  return template
}

/** `<owner>-<hash>`. */
export const revisionName = (owner: string, hash: string): string => `${owner.slice(0, MAX_PREFIX)}-${hash}`

/** The revisions of an owner that its selector selects, lowest first, after orphans were adopted; others stay whose they are. */
export function adoptRevisions(client: Client, owner: KubeObject, selector: Selector): ControllerRevision[] {
  const selected = ownedOrOrphans(client, revisionsByController, owner).filter(({ metadata }) =>
    selector.matches(metadata.labels ?? {}),
  )
  if (owner.metadata.deletionTimestamp !== undefined && selected.some((each) => controllerOf(each) === undefined))
    throw new SyncError(undefined, "can't adopt ControllerRevisions")
  return claim({ client, resource: RESOURCE, owner, selector }, selected).sort(byRevision)
}

/** All revisions of an owner, after orphans were adopted and those that do not match any more were released. */
export function claimRevisions(client: Client, owner: KubeObject, selector: Selector): ControllerRevision[] {
  const all = ownedOrOrphans(client, revisionsByController, owner)
  return claim({ client, resource: RESOURCE, owner, selector }, all).sort(byRevision)
}

function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision
  const [one, other] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (one !== other) return one < other ? -1 : 1
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
}

/** Whether two revisions hold the same. */
export const sameData = (a: ControllerRevision, data: unknown): boolean => deepEqual(a.data, data)

/**
 * Creates a revision under the name its hash gives; where another one of that name holds something else the hash is probed on.
 * Answers with the revision and the number of collisions.
 */
export function createRevision(
  client: Client,
  owner: KubeObject,
  draft: ControllerRevision,
  collisions: number,
): { readonly revision: ControllerRevision; readonly collisions: number } {
  const json = goJson(draft.data)
  for (let probe = collisions; ; probe++) {
    const name = revisionName(owner.metadata.name ?? '', revisionHash(json, probe))
    const created = client.create<ControllerRevision>(RESOURCE, { ...draft, metadata: { ...draft.metadata, name } })
    if (created.ok) return { revision: created.object, collisions: probe }
    if (created.status.reason !== 'AlreadyExists') must(created)
    const there = client.lister.get<ControllerRevision>(RESOURCE, owner.metadata.namespace ?? '', name)
    if (there !== undefined && sameData(there, draft.data)) return { revision: there, collisions: probe }
  }
}

/** Moves an old revision to the front: its template is in use again. */
export function moveRevision(client: Client, revision: ControllerRevision, to: number): ControllerRevision {
  if (revision.revision === to) return revision
  return must(client.update<ControllerRevision>(RESOURCE, { ...revision, revision: to }))
}

/** Deletes a revision. */
export function deleteRevision(client: Client, { metadata }: ControllerRevision): void {
  mustUnlessGone(client.delete(RESOURCE, metadata.namespace ?? '', metadata.name ?? ''))
}
