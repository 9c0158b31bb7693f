// What API servers behind APIServices were asked. Sentences: grammar/*/then/aggregated-api.peggy.
import type { SentenceFamily } from '../contract.ts'

/** Plays then/aggregated-api. */
export const family: SentenceFamily = {
  handlers: {
    'then/aggregated-api/asked': async ({ name, request, user }, play) => {
      const cluster = await play.cluster()
      const asked = await cluster.proxiedRequests(name)
      const holds = (): boolean =>
        asked.some((one) => `${one.method} ${one.path}` === request && (user === undefined || one.user === user))
      if (await cluster.until(holds, play.patience)) return undefined
      return {
        summary: `the API server of "${name}" was not asked that`,
        expected: user === undefined ? request : `${request} as ${user}`,
        actual: asked.map((one) => `${one.method} ${one.path} as ${one.user}`).join('\n') || 'nothing',
      }
    },
  },
}
