// Creating objects. Sentences: grammar/*/when/create.peggy.
import { forEachManifest, manifestsBelow, manifestsOfFiles } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { createObject } from '../requests.ts'

/** Plays when/create. */
export const family: SentenceFamily = {
  handlers: {
    'when/create/files': ({ files, tail }, play) =>
      forEachManifest(play, manifestsOfFiles(play, files, tail), (m) => createObject(play, m.target, m.object, tail)),
    'when/create/text': ({ tail }, play, below) =>
      forEachManifest(play, manifestsBelow(play, below, tail), (m) => createObject(play, m.target, m.object, tail)),
    'when/create/named': ({ kind, name, tail }, play) => {
      const namespace = play.namespaceFor(kind, tail)
      const object = {
        apiVersion: kind.apiVersion,
        kind: kind.kind,
        metadata: { name, ...(kind.namespaced ? { namespace } : {}) },
      }
      const manifest = { object, target: { kind, namespace, name } }
      return forEachManifest(play, [manifest], (m) => createObject(play, m.target, m.object, tail))
    },
  },
}
