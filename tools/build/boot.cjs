#!/usr/bin/env node
// Starts the command line from its bundle with V8's compiled code, where a cache for this very Node lies beside it; without one
// the bundle is compiled as usual. `KABUKI_CODE_CACHE=write` (the build) writes the cache when the process ends.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

const filename = path.join(__dirname, 'app.cjs')
const cacheFile = path.join(__dirname, `app.${process.version}-${process.arch}.cache`)
const writing = process.env.KABUKI_CODE_CACHE === 'write'
const source = `(function(exports,require,module,__filename,__dirname){${fs.readFileSync(filename, 'latin1')}\n})`
let cachedData
if (!writing) {
  try {
    cachedData = fs.readFileSync(cacheFile)
  } catch {
    // none for this Node
  }
}
const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER
const script = new vm.Script(source, { filename, ...(cachedData ? { cachedData } : {}), ...(importModuleDynamically ? { importModuleDynamically } : {}) })
if (writing) process.on('exit', () => fs.writeFileSync(cacheFile, script.createCachedData()))
script.runInThisContext()(module.exports, require, module, filename, __dirname)
