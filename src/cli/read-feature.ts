// A feature's text to the checked tree that is played, with the files it names found beside it.
import path from 'node:path'
import type { PlayFiles } from '../play/contract.ts'
import { filesIn } from '../play/node-files.ts'
import { type CheckedFeature, checkFeature } from '../play/run-feature.ts'

/** The files a feature may name: those below its own folder. */
export function filesBeside(feature: string): PlayFiles {
  return filesIn(path.dirname(feature))
}

/** Reads a feature with the manifests it names; all faults of both. */
export function readFeature(file: string, text: string): CheckedFeature {
  return checkFeature(file, text, filesBeside(file))
}
