// docs/seeds.md names every feature made from the seed documents, and no file that is not there.
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const seeds = path.join(root, 'scenarios/seeds')
const linked = [...fs.readFileSync(path.join(root, 'docs/seeds.md'), 'utf8').matchAll(/\]\(([^)]+)\)/g)].map((match) =>
  path.resolve(root, 'docs', match[1]!),
)

it('names every feature under scenarios/seeds', () => {
  const features = fs.readdirSync(seeds).filter((name) => name.endsWith('.feature'))
  expect(features.filter((name) => !linked.includes(path.join(seeds, name)))).toEqual([])
})

it('names only files that are there', () => {
  expect(linked.filter((file) => !fs.existsSync(file))).toEqual([])
})
