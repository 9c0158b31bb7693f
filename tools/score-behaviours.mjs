// `node tools/score-behaviours.mjs [--show N] [beginning of a name …]`: the recorded behaviours against the simulator, with what differs.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const outfile = path.join(root, 'node_modules/.cache/kabuki/score-behaviours.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['test/fidelity/score-behaviours.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  external: ['*/openapi/answer.ts'],
  mainFields: ['module', 'main'],
  alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
  define: { 'import.meta.dirname': JSON.stringify(path.join(root, 'test/fidelity')) },
})
const { main } = await import(pathToFileURL(outfile).href)
main(process.argv.slice(2))
