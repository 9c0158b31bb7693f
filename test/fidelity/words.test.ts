// Every event (type and reason) and every reason of a condition or a state that the simulator writes as text of its own is one that
// Kubernetes v1.36 has: words.json says in which of its files. One it lacks is added with the file it was found in; what cannot be
// found is not said. Limit: reasons that are put together or handed on are not seen here.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../src/simulator/', import.meta.url)
const known = JSON.parse(readFileSync(new URL('words.json', import.meta.url), 'utf8')) as {
  readonly events: Readonly<Record<string, string>>
  readonly reasons: Readonly<Record<string, string>>
}

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
  .map((file) => readFileSync(new URL(file, root), 'utf8'))

const said = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match.slice(1).join(' ')))),
]

it('says no event that Kubernetes does not', () => {
  expect(said(/'(Normal|Warning)',\s*'([A-Z]\w+)'/g).filter((event) => known.events[event] === undefined)).toEqual([])
})

it('says no reason that Kubernetes does not', () => {
  expect(said(/\breason: '([A-Z]\w+)'/g).filter((reason) => known.reasons[reason] === undefined)).toEqual([])
})
