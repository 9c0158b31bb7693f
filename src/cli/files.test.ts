import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findFeatures } from './find-features.ts'
import { readText } from './read-text.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-cli-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

function put(file: string, content: string | Uint8Array): string {
  const target = path.join(folder, file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, content)
  return target
}

describe('readText', () => {
  it.each<[string, string | Uint8Array, unknown]>([
    ['plain', 'a\r\nあ\n', { text: 'a\r\nあ\n' }],
    ['with a byte order mark', '\ufeffa', { text: 'a' }],
    ['empty', '', { text: '' }],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x41, 0]), { message: 'the file is UTF-16', line: 1, column: 1 }],
    [
      'binary',
      new Uint8Array([0x41, 0, 0x42]),
      { message: 'the file is not text: byte 1 is zero', line: 1, column: 1 },
    ],
    [
      'Shift_JIS',
      new Uint8Array([0x61, 0x0a, 0xe3, 0x81, 0x82, 0x62, 0x8b, 0x40, 0x0a]),
      { message: 'the file is not UTF-8: byte 0x8b at offset 6', line: 2, column: 3 },
    ],
    [
      'cut off',
      new Uint8Array([0x61, 0xe3, 0x81]),
      { message: 'the file is not UTF-8: byte 0xe3 at offset 1', line: 1, column: 2 },
    ],
  ])('%s', (_, content, expected) => {
    const read = readText(put('a.feature', content))
    expect('text' in read ? read : read.diagnostic).toMatchObject(expected as object)
  })

  it('of a file that is not there, a directory, a file too large', () => {
    expect(readText('nowhere.feature')).toMatchObject({ diagnostic: { code: 'file/missing', file: 'nowhere.feature' } })
    expect(readText(folder)).toMatchObject({ diagnostic: { message: 'it is a directory' } })
    const large = put('large.feature', '')
    fs.truncateSync(large, 16 * 1024 * 1024 + 1)
    expect(readText(large)).toMatchObject({
      diagnostic: { message: 'the file has 16777217 bytes; the limit is 16777216 (16 MiB)' },
    })
    fs.rmSync(large)
  })
})

describe('findFeatures', () => {
  it('takes files once, directories in order, lines together', () => {
    const b = put('x/b.feature', '')
    const a = put('x/a/z.feature', '')
    put('x/node_modules/n.feature', '')
    put('x/.git/n.feature', '')
    put('x/note.md', '')
    expect(findFeatures([`${b}:7`, `${b}:3:7`])).toEqual({ files: [{ file: b, lines: [3, 7] }], diagnostics: [] })
    expect(findFeatures([path.join(folder, 'x'), `${b}:3`])).toEqual({
      files: [
        { file: a, lines: [] },
        { file: b, lines: [] },
      ],
      diagnostics: [],
    })
  })

  it('reports what leads to nothing', () => {
    fs.mkdirSync(path.join(folder, 'empty'))
    const yaml = put('pod.yaml', '')
    const { files, diagnostics } = findFeatures([path.join(folder, 'empty'), yaml, 'nowhere.feature:3'])
    expect(files).toEqual([])
    expect(diagnostics.map((d) => [d.code, d.file])).toEqual([
      ['file/no-features', path.join(folder, 'empty')],
      ['file/missing', 'nowhere.feature'],
      ['file/not-a-feature', yaml],
    ])
  })
})
