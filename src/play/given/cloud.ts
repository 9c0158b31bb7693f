// The cloud behind the cluster. Sentences: grammar/*/given/cloud.peggy.
import type { CloudSpec } from '../../cluster/port.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Play } from '../play.ts'

/** Plays given/cloud. */
export const family: SentenceFamily = {
  handlers: {
    'given/cloud/is': ({ region }, play) => set(play, region === undefined ? {} : { region }),
    'given/cloud/takes': ({ milliseconds }, play) => set(play, { balancersTake: milliseconds }),
    'given/cloud/refuses': ({ because }, play) => set(play, { balancersRefused: because }),
    'given/cloud/machine': async ({ node, state }, play) => {
      const cluster = await play.cluster()
      return (await cluster.setMachine(node, state))
        ? undefined
        : { summary: `there is no node "${node}" on the stage` }
    },
  },
}

async function set(play: Play, cloud: CloudSpec): Promise<undefined> {
  await play.onCluster((cluster) => cluster.setCloud(cloud))
  return undefined
}
