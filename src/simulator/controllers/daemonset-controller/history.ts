// The revisions of a DaemonSet: the current one, named by the hash of the template, and the old ones.
// Upstream: pkg/controller/daemon/update.go constructHistory, snapshot, cleanupHistory.
import type { ControllerRevision, DaemonSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { Selector } from '../../../model/labels.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import type { Client } from '../../client/client.ts'
import { templateHash } from '../lib/hash.ts'
import { claimRevisions, deleteRevision, moveRevision, sameData, templatePatch } from '../lib/history.ts'
import { must, SyncError } from '../lib/sync-error.ts'
import { targetNode } from './placement.ts'

/** The label of pods and revisions. */
export const HASH_LABEL = 'controller-revision-hash'
const RESOURCE = 'controllerrevisions.apps'

/** Where a set is, and where it was. */
export interface History {
  readonly current: ControllerRevision
  readonly hash: string
  readonly old: readonly ControllerRevision[]
}

/** Finds or makes the revision of the current template. */
export function syncHistory(client: Client, set: DaemonSet, selector: Selector, podsOf: () => readonly Pod[]): History {
  const data = templatePatch(set.spec.template)
  const all = claimRevisions(client, set, selector).map((revision) => labelled(client, revision))
  const old = all.filter((revision) => !sameData(revision, data))
  const same = all.filter((revision) => sameData(revision, data))
  const next = old.reduce((max, { revision }) => Math.max(max, revision), 0) + 1
  let current: ControllerRevision
  if (same.length === 0) current = snapshot(client, set, data, next)
  else {
    current = dedupe(client, same, podsOf)
    if (current.revision < next) moveRevision(client, current, next)
  }
  return { current, hash: current.metadata.labels?.[HASH_LABEL] ?? '', old }
}

function labelled(client: Client, revision: ControllerRevision): ControllerRevision {
  const { labels, name = '' } = revision.metadata
  if (labels?.[HASH_LABEL] !== undefined) return revision
  const metadata = { ...revision.metadata, labels: { ...labels, [HASH_LABEL]: name } }
  return must(client.update<ControllerRevision>(RESOURCE, { ...revision, metadata }))
}

/** Of several revisions that say the same the newest stays; pods are relabelled to it. */
function dedupe(client: Client, same: readonly ControllerRevision[], podsOf: () => readonly Pod[]): ControllerRevision {
  const keep = same.at(-1)!
  if (same.length === 1) return keep
  const hash = keep.metadata.labels?.[HASH_LABEL]
  for (const { metadata } of podsOf()) {
    if (metadata.labels?.[HASH_LABEL] === hash) continue
    const body = { metadata: { labels: { [HASH_LABEL]: hash } } }
    const type = 'application/merge-patch+json'
    must(client.patch('pods', metadata.namespace ?? '', metadata.name ?? '', type, body))
  }
  for (const revision of same) if (revision !== keep) deleteRevision(client, revision)
  return keep
}

function snapshot(client: Client, set: DaemonSet, data: unknown, revision: number): ControllerRevision {
  const { namespace = '', name: owner, annotations } = set.metadata
  const hash = templateHash(set.spec.template, set.status.collisionCount)
  const name = `${owner}-${hash}`
  const created = client.create<ControllerRevision>(RESOURCE, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace,
      labels: { ...set.spec.template.metadata?.labels, [HASH_LABEL]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(set)],
    },
    data: data as NonNullable<ControllerRevision['data']>,
    revision,
  })
  if (created.ok) return created.object
  const there = client.lister.get<ControllerRevision>(RESOURCE, namespace, name)
  if (created.status.reason !== 'AlreadyExists' || there === undefined) throw new SyncError(created.status)
  if (sameData(there, data)) return there
  const collisionCount = (set.status.collisionCount ?? 0) + 1
  must(client.updateStatus('daemonsets.apps', { ...set, status: { ...set.status, collisionCount } }))
  throw new SyncError(created.status)
}

/** Deletes old revisions beyond the limit that no pod of a node is of. */
export function cleanUpHistory(
  client: Client,
  { spec }: DaemonSet,
  old: readonly ControllerRevision[],
  pods: readonly Pod[],
): void {
  let surplus = old.length - (spec.revisionHistoryLimit ?? 10)
  if (surplus <= 0) return
  const live = new Set(pods.filter(targetNode).map(({ metadata }) => metadata.labels?.[HASH_LABEL]))
  for (const revision of old) {
    if (surplus <= 0) return
    if (live.has(revision.metadata.labels?.[HASH_LABEL])) continue
    deleteRevision(client, revision)
    surplus--
  }
}
