// What keeps the start of the command line short, as esbuild plugins: Node's own modules are loaded when something of theirs is
// first used, packages likewise, and large modules that few starts need lie in files of their own beside the bundle, loaded likewise.
import { builtinModules, createRequire } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'

/** Used by every start: nothing is gained by waiting. */
const ALWAYS = new Set(['node:fs', 'node:path', 'node:process'])

/**
 * Text for the head of the bundle. esbuild copies all names of a CommonJS module for every file that imports it, hundreds of properties
 * for one that is used; of this stand-in it finds none to copy, and reads through the prototype instead.
 */
export const LATER =
  'const kabukiLater=load=>{const later=new Proxy({},{get:(_,name)=>load()[name],getPrototypeOf:()=>later});return later};'

/**
 * CommonJS packages, taken whole once instead of once for every file that imports some of it.
 * @param {readonly string[]} packages @param {string} root @returns {import('esbuild').Plugin}
 */
export function packagesLazily(packages, root) {
  const { resolve } = createRequire(path.join(root, 'package.json'))
  return {
    name: 'packages-lazily',
    setup({ onResolve, onLoad }) {
      const filter = new RegExp(`^(?:${packages.join('|')})$`)
      onResolve({ filter }, ({ path: name, namespace }) =>
        namespace === 'package' ? { path: resolve(name) } : { path: name, namespace: 'package' },
      )
      onLoad({ filter: /.*/, namespace: 'package' }, ({ path: name }) => ({
        contents: `module.exports=kabukiLater(()=>require('${name}'))`,
        resolveDir: root,
      }))
    },
  }
}

/** What makes a bundle a function that boot.cjs calls: there already, so that no copy of the text is made then. */
export const BOOTABLE = {
  before: '(function(exports,require,module,__filename,__dirname,kabukiPart){',
  after: '})',
}

/** @returns {import('esbuild').Plugin} */
export function builtinsLazily() {
  const known = new Set(builtinModules.map((name) => `node:${name}`))
  return {
    name: 'builtins-lazily',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:/ }, ({ path: name, namespace }) =>
        namespace === 'builtin' || ALWAYS.has(name) || !known.has(name)
          ? { external: true }
          : { path: name, namespace: 'builtin' },
      )
      onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: name }) => ({
        contents: `module.exports=kabukiLater(()=>require('${name}'))`,
        resolveDir: '/',
      }))
    },
  }
}

/**
 * Modules that import nothing of ours at run time become `dist/parts/<name>.cjs`, loaded by `kabukiPart` of boot.cjs.
 * @param {Readonly<Record<string, string>>} parts the files by the parts' names, from the root
 * @param {import('esbuild').BuildOptions} common
 * @returns {import('esbuild').Plugin}
 */
export function partsLazily(parts, common) {
  const root = common.absWorkingDir
  const names = new Map(Object.entries(parts).map(([name, file]) => [path.join(root, file), name]))
  return {
    name: 'parts-lazily',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/generated\// }, ({ path: file, resolveDir }) => {
        const name = names.get(path.resolve(resolveDir, file))
        return name && { path: name, namespace: 'part' }
      })
      onLoad({ filter: /.*/, namespace: 'part' }, async ({ path: name }) => {
        const file = path.join(root, parts[name])
        const options = { ...common, plugins: [], entryPoints: { [name]: file }, outdir: 'dist/parts', format: 'cjs' }
        const [banner, footer] = [{ js: BOOTABLE.before }, { js: BOOTABLE.after }]
        const { metafile } = await build({
          ...options,
          banner,
          footer,
          outExtension: { '.js': '.cjs' },
          sourcemap: false,
        })
        if (Object.keys(metafile.inputs).length !== 1) throw new Error(`${file} imports others: it can be no part`)
        return { contents: `let loaded\nmodule.exports=kabukiLater(()=>loaded??=kabukiPart('${name}'))` }
      })
    },
  }
}
