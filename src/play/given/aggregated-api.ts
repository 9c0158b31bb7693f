// API servers behind APIServices. Sentences: grammar/*/given/aggregated-api.peggy.
import type { SentenceFamily } from '../contract.ts'

/** Plays given/aggregated-api. */
export const family: SentenceFamily = {
  handlers: {
    'given/aggregated-api/answers': async ({ name, request, code }, play, below) => {
      const [method = '', path = ''] = request.split(' ')
      if (!path.startsWith('/')) return { summary: `\`${request}\` is no request`, expected: 'a method and a path' }
      const body = below?.type === 'yaml' ? below.value : null
      await play.onCluster((cluster) => cluster.setApiServer(name, { is: 'answers', method, path, code, body }))
      return undefined
    },
    'given/aggregated-api/down': async ({ name }, play) => {
      await play.onCluster((cluster) => cluster.setApiServer(name, { is: 'down' }))
      return undefined
    },
  },
}
