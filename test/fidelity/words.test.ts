// Every event (type and reason) and every reason of a condition or a state that the simulator writes as text of its own is one that
// Kubernetes v1.36 has: words.json says in which of its files. One it lacks is added with the file it was found in; what cannot be
// found is not said. Nothing else is listed: what nobody says nobody has looked up. Limit: reasons that are put together or handed on are not seen here.
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

it('says the events that Kubernetes has, and no other is listed', () => {
  expect(said(/'(Normal|Warning)',\s*'([A-Z]\w+)'/g).sort()).toEqual(Object.keys(known.events).sort())
})

it('says the reasons that Kubernetes has, and no other is listed', () => {
  expect(said(/\breason: '([A-Z]\w+)'/g).sort()).toEqual(Object.keys(known.reasons).sort())
})
