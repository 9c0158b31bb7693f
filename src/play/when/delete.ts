// Deleting objects. Sentences: grammar/*/when/delete.peggy.
import { forEachManifest, forEachObject, manifestsOfFiles } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { deleteObject } from '../requests.ts'

/** Plays when/delete. */
export const family: SentenceFamily = {
  handlers: {
    'when/delete/one': (sentence, play) =>
      forEachObject(play, sentence.subject, sentence.tail, (target) =>
        deleteObject(play, target, sentence.tail, sentence),
      ),
    'when/delete/every': (sentence, play) =>
      forEachObject(play, sentence.subject, sentence.tail, (target) =>
        deleteObject(play, target, sentence.tail, sentence),
      ),
    'when/delete/files': ({ files, tail }, play) =>
      forEachManifest(play, manifestsOfFiles(play, files, tail), (m) => deleteObject(play, m.target, tail)),
  },
}
