// The objects of a cluster that has just been made: those recorded of a real one, with times and uids of their own.
import { formatTime } from '../model/time.ts'
import type { Resources } from './api/resources.ts'
import type { KubeObject } from './api/types.ts'
import bootstrap from './data/bootstrap.json' with { type: 'json' }
import { SeededRandom } from './engine/random.ts'

/** A seed no cluster is given, so that no two objects are of one uid. */
const SEED = -1

/** What a cluster holds when it starts, by resource. */
export function* bootstrapObjects(
  resources: Resources,
  start: number,
): Iterable<{ resource: string; object: KubeObject }> {
  const random = new SeededRandom(SEED)
  const created = formatTime(start)
  for (const raw of structuredClone([...bootstrap]) as unknown as KubeObject[]) {
    const info = resources.byKind(raw.apiVersion ?? '', raw.kind ?? '')
    if (info === undefined) throw new Error(`bootstrap: no resource for ${raw.apiVersion} ${raw.kind}`)
    const { kind, apiVersion, metadata, ...rest } = raw
    const { name, namespace, ...more } = metadata
    yield {
      resource: info.key,
      object: {
        kind,
        apiVersion,
        metadata: {
          name,
          ...(namespace ? { namespace } : {}),
          uid: random.uuid(),
          creationTimestamp: created,
          ...more,
        },
        ...rest,
      } as KubeObject,
    }
  }
}
