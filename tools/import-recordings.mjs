// Brings recorded truth into recordings/, compact: `node tools/import-recordings.mjs <folder of recordings>`.
// Every file becomes one brotli file of the same lines, so that a diff in git is a diff of recordings.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

const source = process.argv[2]
if (source === undefined) {
  console.error('usage: node tools/import-recordings.mjs <folder of recordings>')
  process.exit(2)
}
const root = path.resolve(import.meta.dirname, '../recordings')
for (const area of ['requests', 'sequences', 'scheduler', 'kubelet', 'behaviours', 'transcripts']) {
  const from = path.join(source, area)
  if (!fs.existsSync(from)) continue
  const to = path.join(root, area)
  fs.mkdirSync(to, { recursive: true })
  let bytes = 0
  for (const name of fs.readdirSync(from).filter((f) => /\.(jsonl|json|yaml)$/.test(f))) {
    const text = fs.readFileSync(path.join(from, name))
    const packed = zlib.brotliCompressSync(text, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
        [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    })
    fs.writeFileSync(path.join(to, `${name}.br`), packed)
    bytes += packed.length
  }
  console.log(`${area}: ${bytes} bytes`)
}
