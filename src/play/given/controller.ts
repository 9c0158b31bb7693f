// Controllers of custom resources. Sentences: grammar/*/given/controller.peggy.
import type { ControllerTask } from '../../cluster/port.ts'
import type { KindRef, Tail } from '../../language/nodes.ts'
import type { SentenceFamily } from '../contract.ts'
import { identityOf } from '../identities.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

async function set(play: Play, kind: KindRef, task: ControllerTask, tail: Tail = {}): Promise<Failure | undefined> {
  const identity = tail.as === undefined ? undefined : (await identityOf(play, tail)).as
  if (tail.as !== undefined && identity === undefined)
    return { summary: 'a controller acts as a user or as a service account', expected: 'as service account "…"' }
  const who = identity && { name: identity.name, groups: identity.groups ?? [] }
  await play.onCluster((cluster) => cluster.playController(kind.key, task, who))
  return undefined
}

/** Plays given/controller. */
export const family: SentenceFamily = {
  handlers: {
    'given/controller/creates': ({ kind, tail }, play, below) => {
      const manifests = below?.type === 'manifest' ? below.documents.map(({ value }) => value) : []
      return set(play, kind, { is: 'makes', manifests }, tail)
    },
    'given/controller/status': ({ kind, tail }, play, below) =>
      set(play, kind, { is: 'status', status: below?.type === 'yaml' ? below.value : null }, tail),
    'given/controller/takes': ({ kind, milliseconds }, play) => set(play, kind, { is: 'takes', milliseconds }),
  },
}
