// Objects that are there before the play. Sentences: grammar/*/given/manifest.peggy.
import { forEachManifest, manifestsBelow, manifestsOfFiles } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { createObject } from '../requests.ts'

/** Plays given/manifest. */
export const family: SentenceFamily = {
  handlers: {
    'given/manifest/text': ({ tail }, play, below) =>
      forEachManifest(play, manifestsBelow(play, below, tail), (m) => createObject(play, m.target, m.object, tail)),
    'given/manifest/files': ({ files, tail }, play) =>
      forEachManifest(play, manifestsOfFiles(play, files, tail), (m) => createObject(play, m.target, m.object, tail)),
  },
}
