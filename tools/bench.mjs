// Runs the suites of bench/, or those named: `npm run bench`, `npm run bench start-up cluster`. Each is bundled into a
// folder of its own and runs in a process of its own. They print rates; nothing here passes or fails on time.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')
const all = fs
  .readdirSync(path.join(root, 'bench'))
  .filter((f) => f.endsWith('.ts'))
  .map((f) => f.slice(0, -3))
  .sort()
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`no suite called ${unknown.join(', ')}; there are ${all.join(', ')}`)
  process.exit(2)
}

// Under node_modules: what is not bundled is found from there.
const cache = path.join(root, 'node_modules/.cache')
fs.mkdirSync(cache, { recursive: true })
const folder = fs.mkdtempSync(path.join(cache, 'kabuki-bench-'))
let failed = false
try {
  for (const name of wanted.length > 0 ? wanted : all) {
    console.log(`\n${name}`)
    failed = !(await run(name)) || failed
  }
} finally {
  fs.rmSync(folder, { recursive: true })
}
process.exitCode = failed ? 1 : 0

async function run(name) {
  const outfile = path.join(folder, `${name}.mjs`)
  const built = await build({
    absWorkingDir: root,
    entryPoints: [`bench/${name}.ts`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    banner: {
      js: "import{createRequire as benchRequire}from'node:module';const require=benchRequire(import.meta.url);",
    },
  }).catch(() => undefined) // esbuild has said what is wrong
  if (built === undefined) return false
  const { status } = spawnSync(process.execPath, ['--expose-gc', outfile], { cwd: root, stdio: 'inherit' })
  return status === 0
}
