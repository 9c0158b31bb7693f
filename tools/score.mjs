// `node tools/score.mjs [--show N] [area/file …]`: the recorded requests against the simulator, with what differs. For work on a kind.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const outfile = path.join(root, 'node_modules/.cache/kabuki/score.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['test/fidelity/score-requests.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  mainFields: ['module', 'main'],
  alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
  define: { 'import.meta.dirname': JSON.stringify(path.join(root, 'test/fidelity')) },
})
const { main } = await import(pathToFileURL(outfile).href)
main(process.argv.slice(2))
