// A worker thread of `--parallel`: plays the units it is sent, one at a time.
import { parentPort, workerData } from 'node:worker_threads'
import type { CheckedFeature } from '../play/run-feature.ts'
import { type Played, type PlaySettings, playScenarios } from './player.ts'
import { readFeature } from './read-feature.ts'
import type { Unit, UnitAnswer } from './threads.ts'

const settings = workerData as PlaySettings
// Units of one file come one after the other: its tree is kept for the next.
let last: { readonly file: string; readonly checked: CheckedFeature } | undefined

parentPort?.on('message', async (unit: Unit) => {
  parentPort?.postMessage(await answer(unit))
})

async function answer({ file, text, chosen }: Unit): Promise<UnitAnswer> {
  try {
    if (last?.file !== file) last = { file, checked: readFeature(file, text) }
    const played: Played[] = []
    for await (const one of playScenarios(last.checked, chosen, settings)) played.push(one)
    return { played }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}
