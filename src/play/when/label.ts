// Labels and annotations. Sentences: grammar/*/when/label.peggy.
import { forEachObject } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { patchObject } from '../requests.ts'

const LABEL = { type: 'merge', manager: 'kubectl-label' } as const
const ANNOTATE = { type: 'merge', manager: 'kubectl-annotate' } as const

/** Plays when/label. */
export const family: SentenceFamily = {
  handlers: {
    'when/label/set': ({ subject, values, tail }, play) =>
      forEachObject(play, subject, tail, (target) =>
        patchObject(play, target, { metadata: { labels: values } }, tail, LABEL),
      ),
    'when/label/remove': ({ subject, key, tail }, play) =>
      forEachObject(play, subject, tail, (target) =>
        patchObject(play, target, { metadata: { labels: { [key]: null } } }, tail, LABEL),
      ),
    'when/label/annotate': ({ subject, values, tail }, play) =>
      forEachObject(play, subject, tail, (target) =>
        patchObject(play, target, { metadata: { annotations: values } }, tail, ANNOTATE),
      ),
    'when/label/unannotate': ({ subject, key, tail }, play) =>
      forEachObject(play, subject, tail, (target) =>
        patchObject(play, target, { metadata: { annotations: { [key]: null } } }, tail, ANNOTATE),
      ),
  },
}
