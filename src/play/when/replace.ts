// Replacing objects as a whole. Sentences: grammar/*/when/replace.peggy.
import type { ApiResponse } from '../../cluster/port.ts'
import type { Tail } from '../../language/nodes.ts'
import { forEachManifest, type Manifest, manifestsBelow, manifestsOfFiles } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { pathOf } from '../paths.ts'
import type { Play } from '../play.ts'

/** Plays when/replace. */
export const family: SentenceFamily = {
  handlers: {
    'when/replace/files': ({ files, tail }, play) =>
      forEachManifest(play, manifestsOfFiles(play, files, tail), (m) => replace(play, m, tail)),
    'when/replace/text': ({ tail }, play, below) =>
      forEachManifest(play, manifestsBelow(play, below, tail), (m) => replace(play, m, tail)),
  },
}

function replace(play: Play, { object, target }: Manifest, tail: Tail): Promise<ApiResponse> {
  const query = { fieldManager: 'kubectl-replace', fieldValidation: 'Strict' }
  return play.send(
    { method: 'PUT', path: pathOf(target.kind, target.namespace, target.name), query, body: object },
    tail,
  )
}
