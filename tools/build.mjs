// Bundles the command line and the library into dist/: one file for what every start needs, chunks for what loads when used.
// Data (JSON) becomes text that V8 parses as JSON, several times faster than the same as an object literal. With --types the
// declarations of the library are made too (for publishing).
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))

/** @type {import('esbuild').Plugin} */
const jsonAsText = {
  name: 'json-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, ({ path: file }) => {
      const text = JSON.stringify(JSON.parse(fs.readFileSync(file, 'utf8')))
      return { contents: `export default JSON.parse(${JSON.stringify(text)})`, loader: 'js' }
    })
  },
}

const result = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts', worker: 'src/cli/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  // Whole, so that stacks in bug reports can be read; names stay, white space goes.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [jsonAsText],
  define: { KABUKI_VERSION: JSON.stringify(version) },
  // Bundled CommonJS may ask for Node's own modules.
  banner: {
    js: "import{createRequire as kabukiRequire}from'node:module';const require=kabukiRequire(import.meta.url);",
  },
}).catch(() => process.exit(1)) // esbuild has said what is wrong

removeStale(new Set(Object.keys(result.metafile.outputs).map((file) => path.resolve(root, file))))
fs.chmodSync(path.join(root, 'dist/cli.js'), 0o755)
if (process.argv.includes('--types')) declarations()

/** Chunks of earlier builds; those being loaded by a run that started a moment ago are left for the next build. */
function removeStale(current) {
  const dist = path.join(root, 'dist')
  for (const name of fs.readdirSync(dist)) {
    const file = path.join(dist, name)
    if (current.has(file) || !/\.js(?:\.map)?$/.test(name)) continue
    if (Date.now() - fs.statSync(file).mtimeMs > 60_000) fs.rmSync(file)
  }
}

function declarations() {
  const project = path.join(root, 'dist/tsconfig.types.json')
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '../src',
    outDir: 'types',
  }
  const config = { extends: '../tsconfig.json', include: ['../src'], exclude: ['../src/**/*.test.ts'], compilerOptions }
  fs.writeFileSync(project, JSON.stringify(config))
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [tsc, '--project', project], { cwd: root, stdio: 'inherit' })
  fs.rmSync(project)
  if (status !== 0) process.exitCode = 1
}
