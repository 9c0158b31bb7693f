// Applying manifests as kubectl does. Sentences: grammar/*/when/apply.peggy.
import { forEachManifest, manifestsBelow, manifestsOfFiles } from '../actions.ts'
import { applyClientSide, applyServerSide } from '../apply/apply.ts'
import type { SentenceFamily } from '../contract.ts'

/** Plays when/apply. */
export const family: SentenceFamily = {
  handlers: {
    'when/apply/files': ({ files, tail }, play) =>
      forEachManifest(play, manifestsOfFiles(play, files, tail), (m) =>
        applyClientSide(play, m.target, m.object, tail),
      ),
    'when/apply/text': ({ tail }, play, below) =>
      forEachManifest(play, manifestsBelow(play, below, tail), (m) => applyClientSide(play, m.target, m.object, tail)),
    'when/apply/server-side-files': (sentence, play) =>
      forEachManifest(play, manifestsOfFiles(play, sentence.files, sentence.tail), (m) =>
        applyServerSide(play, m.target, m.object, sentence, sentence.tail),
      ),
    'when/apply/server-side-text': (sentence, play, below) =>
      forEachManifest(play, manifestsBelow(play, below, sentence.tail), (m) =>
        applyServerSide(play, m.target, m.object, sentence, sentence.tail),
      ),
  },
}
