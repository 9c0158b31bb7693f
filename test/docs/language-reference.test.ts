import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { languageReference } from './language-reference.ts'

describe('docs/language.md', () => {
  it('is what the grammar says', async () => {
    await expect(languageReference()).toMatchFileSnapshot(path.resolve(import.meta.dirname, '../../docs/language.md'))
  })
})
