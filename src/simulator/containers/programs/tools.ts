// The tools of busybox and of GNU, by name. A tool nobody wrote is not found; what is written speaks as that of its image does.
// Where both do the same in different ways it does as busybox: columns, the sort of what `ls -l` shows.
import type { Program } from '../contract.ts'
import { fileTools } from './file-tools.ts'
import { guarded } from './known-options.ts'
import { networkTools } from './network-tools.ts'
import { processTools } from './process-tools.ts'
import { tar } from './tar.ts'
import { textTools } from './text-tools.ts'
import { timeTools } from './time-tools.ts'

/** All tools. */
export const tools: ReadonlyMap<string, Program> = new Map(
  Object.entries({ ...textTools, ...fileTools, ...processTools, ...timeTools, ...networkTools, tar }).map(
    ([name, tool]) => [name, guarded(tool)],
  ),
)
