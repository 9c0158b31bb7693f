// The revision a StatefulSet has and the one it is going to; old ones nobody uses are forgotten.
// Upstream: stateful_set_control.go getStatefulSetRevisions, truncateHistory.
import type { ControllerRevision, StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import type { Client } from '../../client/client.ts'
import { goJson, revisionHash } from '../lib/hash.ts'
import { createRevision, deleteRevision, moveRevision, sameData, templatePatch } from '../lib/history.ts'
import { revisionOf } from './identity.ts'

const HASH_LABEL = 'controller.kubernetes.io/hash'

/** Where a set is and where it goes. */
export interface Revisions {
  readonly current: ControllerRevision
  readonly update: ControllerRevision
  readonly collisions: number
}

/** Finds or makes the revision of the set's template; `known` is sorted. */
export function syncRevisions(client: Client, set: StatefulSet, known: readonly ControllerRevision[]): Revisions {
  let collisions = set.status.collisionCount ?? 0
  const data = templatePatch(set.spec.template)
  const next = (known.at(-1)?.revision ?? 0) + 1
  const equal = known.filter((revision) => sameData(revision, data)).at(-1)
  let update: ControllerRevision
  if (equal !== undefined) update = equal === known.at(-1) ? equal : moveRevision(client, equal, next)
  else {
    const made = createRevision(client, set, draftOf(set, data, next, collisions), collisions)
    update = made.revision
    collisions = made.collisions
  }
  const current = known.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update
  return { current, update, collisions }
}

function draftOf(set: StatefulSet, data: unknown, revision: number, collisions: number): ControllerRevision {
  const { namespace, annotations } = set.metadata
  const hash = revisionHash(goJson(data), collisions)
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      namespace,
      labels: { ...set.spec.template.metadata?.labels, [HASH_LABEL]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(set)],
    },
    data: data as NonNullable<ControllerRevision['data']>,
    revision,
  }
}

/** Deletes revisions beyond the limit that no pod is of. */
export function truncateHistory(
  client: Client,
  set: StatefulSet,
  pods: readonly Pod[],
  known: readonly ControllerRevision[],
  revisions: Revisions | undefined,
): void {
  const live = new Set(pods.map(revisionOf))
  if (revisions !== undefined)
    for (const { metadata } of [revisions.current, revisions.update]) live.add(metadata.name ?? '')
  const history = known.filter(({ metadata }) => !live.has(metadata.name ?? ''))
  const limit = set.spec.revisionHistoryLimit ?? 10
  for (const revision of history.slice(0, Math.max(0, history.length - limit))) deleteRevision(client, revision)
}
