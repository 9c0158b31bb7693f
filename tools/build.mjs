// Bundles the command line and the library into dist/: one file for what every start needs, chunks for what loads when used.
// With --types the declarations of the library are made too (for publishing).
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { dataAsFiles } from './build/data.mjs'
import { BOOTABLE, builtinsLazily, LATER, packagesLazily, partsLazily } from './build/lazily.mjs'

const root = path.resolve(import.meta.dirname, '..')
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,

  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [dataAsFiles(root)],
  // Heavy and rarely needed: found in node_modules when it is.
  external: ['ws'],
}
const failed = () => process.exit(1) // esbuild has said what is wrong
fs.mkdirSync(path.join(root, 'dist/data'), { recursive: true })
const library = await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  outdir: 'dist',
  splitting: true,
  format: 'esm',
  define: { KABUKI_VERSION: JSON.stringify(version) },
  // Bundled CommonJS may ask for Node's own modules.
  banner: {
    js: "import{createRequire as kabukiRequire}from'node:module';const require=kabukiRequire(import.meta.url);",
  },
}).catch(failed)
/** Large, and not for every start: the grammars of the other tongues, what the sentences say of themselves, which lists merge. */
const PARTS = {
  'grammar-ja': 'src/generated/grammar/ja.js',
  catalogue: 'src/generated/sentences/catalogue.ts',
  'merge-keys': 'src/generated/merge-keys.ts',
}
// The command line is one CommonJS file: V8 can keep its compiled code in a cache beside it (cli.cjs, tools/build/boot.cjs).
fs.mkdirSync(path.join(root, 'dist/parts'), { recursive: true })
const app = await build({
  ...common,
  entryPoints: { app: 'src/cli/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  // Short names are read faster; stack.cjs says where in the sources a bug is.
  minifyIdentifiers: true,
  sourcesContent: false,
  plugins: [...common.plugins, builtinsLazily(), packagesLazily(['yaml', 'diff'], root), partsLazily(PARTS, common)],
  define: { KABUKI_VERSION: JSON.stringify(version), 'import.meta.url': 'kabukiUrl' },
  banner: { js: `${BOOTABLE.before}${LATER}const kabukiUrl=require('node:url').pathToFileURL(__filename).href;` },
  footer: { js: BOOTABLE.after },
}).catch(failed)
for (const file of ['app', ...Object.keys(PARTS).map((name) => `parts/${name}`)]) {
  const bytes = fs.readFileSync(path.join(root, `dist/${file}.cjs`))
  // boot.cjs reads one byte a character. esbuild escapes everything but what stands in regular expressions.
  if (bytes.some((byte) => byte > 127))
    throw new Error(`${file}: write what is not ASCII as \\u in regular expressions`)
}
fs.copyFileSync(path.join(root, 'tools/build/boot.cjs'), path.join(root, 'dist/cli.cjs'))
fs.copyFileSync(path.join(root, 'tools/build/stack.cjs'), path.join(root, 'dist/stack.cjs'))
fs.chmodSync(path.join(root, 'dist/cli.cjs'), 0o755)
fs.rmSync(path.join(root, 'dist/settled'), { recursive: true, force: true })
makeCodeCache()
const outputs = [...Object.keys(library.metafile.outputs), ...Object.keys(app.metafile.outputs)]
removeStale(new Set(outputs.map((file) => path.resolve(root, file))))
if (process.argv.includes('--types')) declarations()

/** Chunks of earlier builds; those being loaded by a run that started a moment ago are left for the next build. */
function removeStale(current) {
  const dist = path.join(root, 'dist')
  for (const name of fs.readdirSync(dist)) {
    const file = path.join(dist, name)
    if (current.has(file) || name === 'cli.cjs' || name === 'stack.cjs' || !/\.c?js(?:\.map)?$/.test(name)) continue
    if (Date.now() - fs.statSync(file).mtimeMs > 60_000) fs.rmSync(file)
  }
}

/** Plays a scenario of each tongue once so that the functions a start needs are compiled, and keeps V8's code of them beside the bundle. */
function makeCodeCache() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-build-'))
  for (const name of ['warm.feature', 'warm.ja.feature'])
    fs.copyFileSync(path.join(root, 'tools/build', name), path.join(folder, name))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.cjs', 'run', folder], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, KABUKI_CODE_CACHE: 'write' },
  })
  fs.rmSync(folder, { recursive: true })
  if (status !== 0) console.error(`the warm-up scenario did not pass: no code cache\n${stdout}${stderr}`)
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
