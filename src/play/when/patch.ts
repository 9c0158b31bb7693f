// Patching objects. Sentences: grammar/*/when/patch.peggy.
import { forEachObject } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { readYamlFile } from '../manifests.ts'
import { patchObject } from '../requests.ts'

/** Plays when/patch. */
export const family: SentenceFamily = {
  handlers: {
    'when/patch/text': (sentence, play, below) =>
      forEachObject(play, sentence.subject, sentence.tail, (target) =>
        patchObject(play, target, below?.type === 'yaml' ? below.value : null, sentence.tail, sentence),
      ),
    'when/patch/file': (sentence, play) => {
      const patch = readYamlFile(play.options.manifests, sentence.file)
      if ('summary' in patch) return patch
      return forEachObject(play, sentence.subject, sentence.tail, (target) =>
        patchObject(play, target, patch.value, sentence.tail, sentence),
      )
    },
  },
}
