// `node tools/score-kubelet.mjs [--show N] [case …]`: the recorded pods on the simulated kubelet, with what differs.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const outfile = path.join(root, 'node_modules/.cache/kabuki/score-kubelet.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['test/fidelity/score-kubelet.ts'],
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
