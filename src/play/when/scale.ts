// Changing how many replicas a workload has. Sentences: grammar/*/when/scale.peggy.
import { forEachObject } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { patchObject } from '../requests.ts'

/** Plays when/scale. */
export const family: SentenceFamily = {
  handlers: {
    'when/scale/to': ({ subject, replicas, tail }, play) =>
      forEachObject(play, subject, tail, (target) =>
        patchObject(play, target, { spec: { replicas } }, tail, {
          type: 'merge',
          subresource: 'scale',
          manager: 'kubectl-scale',
        }),
      ),
  },
}
