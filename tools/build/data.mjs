// Data is a file of its own beside the code, as an esbuild plugin: read and parsed when the module that imports it is first needed,
// and what few starts look into when it is first looked into.
import fs from 'node:fs'
import path from 'node:path'

/** Looked into by name or gone through, and by few starts. */
const LATER = new Set(['bootstrap.json', 'go-types.json', 'older-kinds.json', 'openapi-v3.json', 'tables.json'])
/** A large record in each of these, of which a start needs a few entries. */
const RECORDS = { 'schema.json': 'types' }

/** @param {string} root @returns {import('esbuild').Plugin} */
export function dataAsFiles(root) {
  const write = (name, text) => fs.writeFileSync(path.join(root, 'dist/data', name), text, 'latin1')
  const read = (name) => `fs.readFileSync(new URL('./data/${name}', import.meta.url), 'latin1')`
  return {
    name: 'data-as-files',
    setup({ onLoad }) {
      onLoad({ filter: /\.json$/ }, ({ path: file }) => {
        const name = path.basename(file)
        const data = JSON.parse(fs.readFileSync(file, 'utf8'))
        const record = RECORDS[name]
        if (record !== undefined) {
          const { index, text } = indexed(data[record])
          write(name.replace('.json', `-${record}.txt`), text)
          write(name, asAscii({ ...data, [record]: index }))
        } else write(name, asAscii(data))
        const parts = ["import fs from 'node:fs'", `const parse = () => JSON.parse(${read(name)})`]
        if (record !== undefined)
          parts.push(
            BY_NAME,
            'const data = parse()',
            `data.${record} = byName(data.${record}, ${read(name.replace('.json', `-${record}.txt`))})`,
            'export default data',
          )
        else if (LATER.has(name))
          parts.push('let data', 'export default new Proxy({}, { get: (_, name) => (data ??= parse())[name] })')
        else parts.push('export default parse()')
        return { contents: parts.join('\n'), loader: 'js' }
      })
    },
  }
}

/** JSON without a character beyond ASCII: read as one byte each, three times as fast. */
const asAscii = (data) =>
  JSON.stringify(data).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The entries of a record as JSON one after the other, and where each ends. */
function indexed(record) {
  let text = ''
  const index = {}
  for (const [name, value] of Object.entries(record)) {
    const start = text.length
    text += asAscii(value)
    index[name] = [start, text.length]
  }
  return { index, text }
}

const BY_NAME = `const byName = (index, text) =>
  new Proxy({}, {
    get(known, name) {
      if (known[name] === undefined && Object.hasOwn(index, name)) known[name] = JSON.parse(text.slice(...index[name]))
      return known[name]
    },
  })`
