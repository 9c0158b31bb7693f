// Our outline beside the reference parser's on a corpus of our own: the same tree with the same locations, the same pickles,
// the same refusals in the same places. `corpus/good` is what both accept, `corpus/bad` what both refuse.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readByReference, readByUs } from './reference.ts'

const corpus = path.join(import.meta.dirname, 'corpus')

function features(folder: string): { name: string; text: string }[] {
  const files = fs.readdirSync(path.join(corpus, folder)).filter((file) => file.endsWith('.feature'))
  return files.map((file) => ({ name: file, text: fs.readFileSync(path.join(corpus, folder, file), 'utf8') }))
}

describe('what the reference accepts', () => {
  it.each(features('good'))('$name has the same outline and pickles', ({ text }) => {
    const reference = readByReference(text)
    expect(reference.errors).toEqual([])
    expect(readByUs(text)).toEqual(reference)
  })
})

describe('what the reference refuses', () => {
  it.each(features('bad'))('$name is refused in the same words and places', ({ text }) => {
    const reference = readByReference(text)
    expect(reference.errors).not.toEqual([])
    expect(readByUs(text)).toEqual(reference)
  })
})

describe('line breaks of the corpus', () => {
  it.each(features('good').filter(({ name }) => name.endsWith('.crlf.feature')))('$name keeps its CRLF', ({ text }) => {
    expect(text).toContain('\r\n')
  })
})
