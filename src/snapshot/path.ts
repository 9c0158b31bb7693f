// Where the snapshots of a feature are kept: one file, under the `snapshots` folder beside the nearest `scenarios` folder,
// mirroring the feature's path. A feature outside any such folder keeps them in `snapshots` beside itself. The place never
// depends on the folder the command was started in.
import path from 'node:path'

/** `scenarios/tasks/memory.feature` → `snapshots/tasks/memory.snap.yaml`. */
export function snapshotFile(feature: string): string {
  const parts = path.normalize(feature).split(path.sep)
  const room = parts.lastIndexOf('scenarios', parts.length - 2)
  const [home, inside] =
    room === -1 ? [parts.slice(0, -1), parts.slice(-1)] : [parts.slice(0, room), parts.slice(room + 1)]
  const name = inside.join(path.sep).replace(/\.feature$/, '')
  return path.join(home.join(path.sep) || (path.isAbsolute(feature) ? path.sep : ''), 'snapshots', `${name}.snap.yaml`)
}
