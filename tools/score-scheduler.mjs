// `node tools/score-scheduler.mjs [--show N] [file or part of a case's id …]`: the recorded scheduler cases against the simulator, with what differs.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const outfile = path.join(root, 'node_modules/.cache/kabuki/score-scheduler.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['test/fidelity/score-scheduler.ts'],
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
