#!/usr/bin/env node
// Starts the command line from its bundle with V8's compiled code, where a cache for this very Node lies beside it; without one
// the bundle is compiled as usual. `KABUKI_CODE_CACHE=write` (the build) writes the caches when the process ends.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

const writing = process.env.KABUKI_CODE_CACHE === 'write'
const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER

/** Runs a file the build has wrapped in a function of `exports`, `require`, `module`, `__filename`, `__dirname`, `kabukiPart`. */
function run(file, into) {
  const filename = path.join(__dirname, `${file}.cjs`)
  const cacheFile = path.join(__dirname, `${file}.${process.version}-${process.arch}.cache`)
  const options = { filename, importModuleDynamically }
  if (!writing) {
    try {
      options.cachedData = fs.readFileSync(cacheFile)
    } catch {
      // none for this Node
    }
  }
  const script = new vm.Script(fs.readFileSync(filename, 'latin1'), options)
  if (writing) process.on('exit', () => fs.writeFileSync(cacheFile, script.createCachedData()))
  script.runInThisContext()(into.exports, require, into, filename, __dirname, part)
  return into.exports
}

Error.prepareStackTrace = (error, sites) => require('./stack.cjs').stackOf(error, sites)
const part = (name) => run(`parts/${name}`, { exports: {} })
run('app', module)
