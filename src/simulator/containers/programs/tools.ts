// The tools of busybox, by name. A tool nobody wrote is not found; what is written behaves as busybox's does, in its words.
import type { Program } from '../contract.ts'
import { fileTools } from './file-tools.ts'
import { networkTools } from './network-tools.ts'
import { processTools } from './process-tools.ts'
import { tar } from './tar.ts'
import { textTools } from './text-tools.ts'
import { timeTools } from './time-tools.ts'

/** All tools. */
export const tools: ReadonlyMap<string, Program> = new Map(
  Object.entries({ ...textTools, ...fileTools, ...processTools, ...timeTools, ...networkTools, tar }),
)
