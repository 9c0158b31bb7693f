// What the server itself writes with an object: the addresses it hands out, what is left behind by a deletion.
// Upstream does it through its own loopback client; here it happens at once, without admission.
import { formatTime } from '../../model/time.ts'
import type { Alongside } from '../kinds/contract.ts'
import type { RequestContext } from './context.ts'
import { kindOf } from './stored.ts'
import type { KubeObject } from './types.ts'

/** Who the server is in its own name. */
const APISERVER = 'system:apiserver'

/** Does what the kind wants done with a write that was just made. */
export function writeAlongside(
  context: RequestContext,
  object: KubeObject | undefined,
  old: KubeObject | undefined,
): void {
  const effects = kindOf(context)?.alongside?.(object, old, context.forKinds)
  if (effects !== undefined) perform(context, effects)
}

function perform(
  { parts: { store }, random, time }: RequestContext,
  { create = [], update = [], remove = [] }: Alongside,
): void {
  for (const { resource, namespace, name } of remove) {
    const gone = store.get(resource, namespace, name)
    if (gone !== undefined) store.remove(resource, { ...gone, metadata: { ...gone.metadata } }, APISERVER)
  }
  for (const { resource, object } of create) {
    object.metadata.uid = random.uuid()
    object.metadata.creationTimestamp = formatTime(time)
    store.put(resource, object, APISERVER)
  }
  for (const { resource, object } of update) store.put(resource, object, APISERVER)
}
