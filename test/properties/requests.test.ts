// The server never falls over: bodies and patches made of recorded ones, bent at random, are answered with an object or a Status,
// and no invariant breaks. Seeded: a failure names the case.
import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../src/simulator/compose.ts'
import { SeededRandom } from '../../src/simulator/engine/random.ts'
import { recordedFiles, recordedLines } from '../fidelity/recordings.ts'
import type { RecordedRequest } from '../fidelity/requests-replay.ts'

const REQUESTS = 100_000
const ODD: readonly unknown[] = [
  null,
  '',
  'x',
  -1,
  0,
  1.5,
  1e300,
  true,
  [],
  {},
  [null],
  { a: null },
  '\u0000',
  '∞',
  'a'.repeat(300),
  { $patch: 'delete' },
  { $patch: 'nonsense' },
  [{ $patch: 'replace' }],
]

type Json = Record<string, unknown>

/** A copy of `value` with about one odd thing in it. */
function bend(value: unknown, random: SeededRandom, depth = 0): unknown {
  if (depth > 0 && random.int(12) === 0) return ODD[random.int(ODD.length)]
  if (Array.isArray(value)) {
    const items = value.map((item) => bend(item, random, depth + 1))
    return random.int(10) === 0 ? [...items, ...items] : items
  }
  if (typeof value !== 'object' || value === null) return value
  const out: Json = {}
  for (const [key, inner] of Object.entries(value)) {
    const chance = random.int(40)
    if (chance === 0) continue
    out[chance === 1 ? `${key}x` : key] = bend(inner, random, depth + 1)
  }
  return out
}

const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
] as const

function jsonPatchFor(body: unknown, random: SeededRandom): unknown {
  const paths = [
    '',
    '/metadata',
    '/metadata/labels/a',
    '/spec',
    '/spec/containers/0',
    '/spec/containers/-',
    '/data/k',
    '/x/y/z',
    '/metadata/name',
    'bad',
  ]
  const ops = ['add', 'remove', 'replace', 'move', 'copy', 'test', 'odd']
  return Array.from({ length: 1 + random.int(3) }, () => ({
    op: ops[random.int(ops.length)],
    path: paths[random.int(paths.length)],
    from: paths[random.int(paths.length)],
    value: random.int(2) === 0 ? body : ODD[random.int(ODD.length)],
  }))
}

describe('random requests', () => {
  it(`${REQUESTS} bent bodies and patches each get an answer`, () => {
    const cases = recordedFiles('requests').flatMap((f) =>
      recordedLines<RecordedRequest>('requests', f).filter((_, i) => i % 9 === 0),
    )
    const random = new SeededRandom(42)
    let simulator = new Simulator({ scheduler: false })
    for (let i = 0; i < REQUESTS; i++) {
      if (i % 20_000 === 0) simulator = new Simulator({ scheduler: false })
      const { request } = cases[random.int(cases.length)]!
      const body = bend(request.body, random)
      const name = String(((request.body as Json)['metadata'] as Json | undefined)?.['name'] ?? 'x')
      const patchType = PATCHES[random.int(PATCHES.length)]!
      const patching = random.int(3) === 0
      const sent = patching
        ? {
            method: 'PATCH',
            path: `${request.path}/${encodeURIComponent(name)}`,
            contentType: patchType,
            query: patchType.includes('apply') ? { fieldManager: 'm' } : {},
            body: patchType.startsWith('application/json-patch') ? jsonPatchFor(body, random) : body,
          }
        : {
            method: random.int(4) === 0 ? 'PUT' : 'POST',
            path: request.path,
            contentType: 'application/json',
            query: { fieldValidation: random.int(2) === 0 ? 'Strict' : 'Ignore' },
            body,
          }
      if (sent.method === 'PUT') sent.path += `/${encodeURIComponent(name)}`
      let answer: { code: number; body: unknown }
      try {
        answer = simulator.server.handle({ ...sent, user: ADMINISTRATOR })
      } catch (error) {
        throw new Error(`request ${i}: ${JSON.stringify(sent).slice(0, 2000)}`, { cause: error })
      }
      if (answer.code < 200 || typeof answer.body !== 'object') expect.unreachable(`request ${i} got ${answer.code}`)
    }
  })
})
