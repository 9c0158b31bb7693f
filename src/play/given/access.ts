// How the API server lets its callers in. Sentences: grammar/*/given/access.peggy.
import type { SentenceFamily } from '../contract.ts'
import { setAccess } from '../stage.ts'

/** Plays given/access. */
export const family: SentenceFamily = {
  handlers: {
    'given/access/anonymous': ({ allowed }, play) => setAccess(play, 'anonymous access', { anonymous: allowed }),
    'given/access/bootstrap': (_, play) => setAccess(play, 'bootstrap tokens', { bootstrapTokens: true }),
    'given/access/modes': ({ modes }, play) =>
      setAccess(play, 'the authorization modes', { authorizationModes: modes }),
  },
}
