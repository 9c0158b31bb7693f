// The zones and regions a volume's labels name; several are written with two underscores between them.
// Upstream: getPVTopologies in pkg/scheduler/framework/plugins/volumezone/volume_zone.go.
import type { PersistentVolume } from '../../../generated/api/core.v1.ts'

/** One label of a volume. */
export interface ZoneLabel {
  readonly key: string
  readonly values: readonly string[]
}

/** The labels that tie volumes to zones, with the name that has replaced the older two. */
export const zoneLabels: ReadonlyMap<string, string> = new Map([
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['topology.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'topology.kubernetes.io/region'],
])

/** The zones of a volume; labels with an empty part are left out. */
export function zonesOf({ metadata: { labels = {} } }: PersistentVolume): ZoneLabel[] {
  const zones: ZoneLabel[] = []
  for (const key of zoneLabels.keys()) {
    const values = labels[key]?.split('__').map((value) => value.trim())
    if (values !== undefined && !values.includes('')) zones.push({ key, values })
  }
  return zones
}
