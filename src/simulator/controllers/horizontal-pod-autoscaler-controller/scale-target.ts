// The object an autoscaler sizes, through its scale subresource. Upstream: horizontal.go scaleForResourceMappings.
import type { Scale } from '../../../generated/api/autoscaling.v1.ts'
import type { HorizontalPodAutoscaler } from '../../../generated/api/autoscaling.v2.ts'
import type { ResourceKey } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import { SyncError } from '../lib/sync-error.ts'

/** What is sized. */
export interface ScaleTarget {
  readonly resource: ResourceKey
  readonly scale: Scale
}

/** Finds the target's scale; a SyncError says why it cannot. */
export function findTarget(client: Client, { metadata, spec }: HorizontalPodAutoscaler): ScaleTarget {
  const { apiVersion = '', kind, name } = spec.scaleTargetRef
  const parts = apiVersion.split('/')
  if (parts.length > 2) throw new SyncError(undefined, `unexpected GroupVersion string: ${apiVersion}`)
  const group = parts.length === 2 ? (parts[0] ?? '') : ''
  const resource = client.resourceOf(apiVersion, kind) ?? client.resourceOfGroup(group, kind)
  if (resource === undefined) throw new SyncError(undefined, `no matches for kind "${kind}" in group "${group}"`)
  const found = client.get<Scale>(resource.key, metadata.namespace ?? '', name, 'scale')
  if (!found.ok) throw new SyncError(found.status)
  return { resource: resource.key, scale: found.object }
}

/** Sizes the target, once more when it has changed meanwhile; a SyncError says why that failed. */
export function resize(client: Client, { resource, scale }: ScaleTarget, replicas: number): void {
  const write = (current: Scale) => client.update<Scale>(resource, { ...current, spec: { replicas } }, 'scale')
  const written = write(scale)
  if (written.ok) return
  if (written.status.reason !== 'Conflict') throw new SyncError(written.status)
  const { namespace = '', name = '' } = scale.metadata
  const fresh = client.get<Scale>(resource, namespace, name, 'scale')
  const again = fresh.ok ? write(fresh.object) : written
  if (!again.ok) throw new SyncError(again.status)
}
