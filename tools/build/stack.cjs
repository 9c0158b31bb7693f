// Says where in the sources a bug is: the bundle's names are short and its lines long. Loaded when the first stack is looked at.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const { SourceMap } = require('node:module')

const maps = new Map()

/** The map of a bundle of ours; undefined for other files, and where it is not to be had. */
function mapOf(file) {
  if (!file?.startsWith(__dirname)) return undefined
  if (!maps.has(file)) {
    let map
    try {
      map = new SourceMap(JSON.parse(fs.readFileSync(`${file}.map`, 'utf8')))
    } catch {
      // not installed with it
    }
    maps.set(file, map)
  }
  return maps.get(file)
}

/** One line of a stack, in the sources where it is ours. */
function line(site) {
  const file = site.getFileName()
  const entry = mapOf(file)?.findEntry(site.getLineNumber() - 1, site.getColumnNumber() - 1)
  if (entry?.originalSource === undefined) return `    at ${site}`
  const source = path.relative(path.dirname(__dirname), path.resolve(path.dirname(file), entry.originalSource))
  return `    at ${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
}

/** As V8 would lay it out. */
exports.stackOf = (error, sites) => {
  let head
  try {
    head = String(error)
  } catch {
    head = '<error>'
  }
  return [head, ...sites.map(line)].join('\n')
}
