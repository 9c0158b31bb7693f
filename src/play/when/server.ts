// What happens to the API server. Sentences: grammar/*/when/server.peggy.
import type { SentenceFamily } from '../contract.ts'
import { befall } from '../faults.ts'

/** Plays when/server. */
export const family: SentenceFamily = {
  handlers: {
    'when/server/answers': ({ code, milliseconds }, play) =>
      befall(play, { is: 'answers', code, ...(milliseconds === undefined ? {} : { milliseconds }) }),
    'when/server/back': (_, play) => befall(play, { is: 'answersAgain' }),
    'when/server/watches': ({ milliseconds }, play) => befall(play, { is: 'watches', milliseconds }),
  },
}
