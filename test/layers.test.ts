// Who may import whom: reads every import in src and holds it against the table below. A room not in a row's list is closed
// to it; what a room needs from elsewhere comes through its contract. See ARCHITECTURE in CONTRIBUTING.md.
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const SRC = path.resolve(import.meta.dirname, '../src')

interface Room {
  /** Paths under src that belong to it; the longest that fits decides. */
  readonly at: string
  /** What it may import besides itself and `model`: rooms, or single files as doors. */
  readonly may: readonly string[]
  /** What of those rooms stays closed. */
  readonly closed?: readonly string[]
  /** Members (folders or files) that must not import one another. */
  readonly apart?: boolean
}

// Never the store: whoever acts in the cluster does so through the client.
const SIMULATION = [
  'simulator/client',
  'simulator/data',
  'simulator/engine/clock.ts',
  'simulator/engine/random.ts',
  'simulator/api/types.ts',
]
const RULES = [
  // Expressions: compiled by rules of kinds, run by admission.
  'simulator/cel',
  'simulator/api/status',
  'simulator/api/types.ts',
  'simulator/auth/contract.ts',
  'simulator/webhooks/contract.ts',
  'simulator/webhooks/client.ts',
  'simulator/data',
  'generated/api',
]

const ROOMS: readonly Room[] = [
  { at: 'model', may: ['generated/api'] },
  // The port is only types; kinds are spoken of in its words.
  { at: 'language', may: ['generated/grammar', 'generated/sentences', 'generated/kind-words.ts', 'cluster/port.ts'] },
  { at: 'snapshot', may: [] },
  { at: 'cluster/port-extending.ts', may: [] },
  { at: 'cluster/port-faults.ts', may: [] },
  { at: 'cluster/port-access.ts', may: [] },
  { at: 'cluster/port-nodes.ts', may: [] },
  {
    at: 'cluster/port.ts',
    may: ['cluster/port-access.ts', 'cluster/port-extending.ts', 'cluster/port-faults.ts', 'cluster/port-nodes.ts'],
  },
  {
    at: 'cluster',
    may: ['cluster/port.ts', 'simulator/compose.ts', 'simulator/api/types.ts', 'generated/kind-words.ts'],
  },
  { at: 'kubectl', may: ['cluster/port.ts', 'generated/registry/kubectl.ts'] },
  {
    at: 'play',
    may: [
      'cluster/port.ts',
      'kubectl',
      'snapshot',
      'language',
      'generated/sentences',
      'generated/registry/play.ts',
      'generated/merge-keys.ts',
    ],
  },
  { at: 'report', may: ['play/result.ts', 'language/diagnostic.ts', 'language/display-width.ts'] },
  { at: 'server', may: ['simulator/compose.ts', 'simulator/api/types.ts', 'cluster/port.ts'] },
  // The command line chooses the cluster and the reporters.
  {
    at: 'cli',
    may: ['play', 'report', 'server', 'kubectl', 'snapshot', 'language', 'cluster', 'generated/registry/reporters.ts'],
  },
  { at: 'index.ts', may: ['play', 'language', 'cluster'] },

  { at: 'simulator/data', may: ['generated/api'] },
  // Upstream's lists of names, which say of each whether it has a file.
  { at: 'simulator/data/controller-names.ts', may: ['generated/registry/controllers.ts'] },
  { at: 'simulator/data/simulated-gates.ts', may: ['generated/simulated-gates.ts', 'simulator/data/feature-gates.ts'] },
  { at: 'simulator/data/scheduler-defaults.ts', may: ['generated/registry/scheduler-plugins.ts'] },
  { at: 'simulator/data/admission-order.ts', may: ['generated/registry/admission.ts'] },
  { at: 'simulator/engine', may: ['simulator/data', 'simulator/api/types.ts'] },
  {
    at: 'simulator/api',
    may: [
      'simulator/engine',
      'simulator/data',
      'generated/api',
      'simulator/kinds/contract.ts',
      'simulator/admission/contract.ts',
      'simulator/auth/contract.ts',
      'simulator/webhooks/contract.ts',
      // What every kind's metadata must be: asked once, for all.
      'simulator/kinds/lib/validation',
    ],
  },
  // Knows nothing of the cluster; Go's syntax of addresses, URLs and names it shares with the rules of kinds.
  {
    at: 'simulator/cel',
    may: ['generated/api', 'simulator/kinds/lib/validation', 'simulator/kinds/lib/go-url.ts'],
  },
  // Resources that definitions bring: rules made from schemas, put together from what kinds and the server have.
  {
    at: 'simulator/custom-resources',
    may: [
      'simulator/api',
      'simulator/engine',
      'simulator/client',
      'simulator/kinds/contract.ts',
      'simulator/kinds/lib',
      'simulator/webhooks/contract.ts',
      'simulator/webhooks/client.ts',
      'simulator/data',
      'generated/api',
    ],
  },
  // A part of the server that acts by itself, as definitions do.
  {
    at: 'simulator/aggregation',
    may: [
      'simulator/api',
      'simulator/auth/contract.ts',
      'simulator/client',
      'simulator/engine',
      'simulator/controllers/lib/work-queue.ts',
      // Where services lead, as for webhooks.
      'simulator/webhooks/route.ts',
      'generated/api',
    ],
  },
  // Controllers a scenario plays: they act as all others do.
  {
    at: 'simulator/custom-controllers',
    may: [...SIMULATION, 'generated/api', 'simulator/cel', 'simulator/controllers/lib/work-queue.ts'],
  },
  // How webhooks are called, and those a scenario plays.
  {
    at: 'simulator/webhooks',
    may: ['simulator/cel', 'simulator/api/types.ts', 'simulator/api/patch', 'simulator/api/codec', 'generated/api'],
  },
  { at: 'simulator/client', may: ['simulator/api', 'simulator/engine', 'generated/api'] },
  { at: 'simulator/kinds', may: [...RULES, 'simulator/kinds/contract.ts', 'simulator/kinds/lib'], apart: true },
  // One kind in two groups.
  {
    at: 'simulator/kinds/events/event',
    may: [...RULES, 'simulator/kinds/contract.ts', 'simulator/kinds/lib', 'simulator/kinds/core/event'],
  },
  { at: 'simulator/kinds/lib', may: [...RULES, 'simulator/kinds/contract.ts'] },
  { at: 'simulator/kinds/contract.ts', may: RULES },
  {
    at: 'simulator/admission',
    may: [
      ...RULES,
      'simulator/admission/contract.ts',
      'simulator/admission/lib',
      'simulator/kinds/lib/unified-diff.ts',
      'simulator/kinds/lib/validation/dns.ts',
    ],
    apart: true,
  },
  { at: 'simulator/admission/lib', may: [...RULES, 'simulator/admission/contract.ts'] },
  { at: 'simulator/admission/contract.ts', may: RULES },
  { at: 'simulator/auth', may: [...RULES, 'simulator/auth/contract.ts', 'simulator/kinds/lib/validation'] },
  {
    at: 'simulator/controllers',
    // Expressions: policies are checked by a controller.
    may: [
      ...SIMULATION,
      'simulator/cel',
      'generated/api',
      'simulator/controllers/contract.ts',
      'simulator/controllers/lib',
    ],
    apart: true,
  },
  { at: 'simulator/controllers/lib', may: [...SIMULATION, 'generated/api', 'simulator/controllers/contract.ts'] },
  { at: 'simulator/controllers/contract.ts', may: [...SIMULATION, 'generated/api'] },
  {
    at: 'simulator/scheduler',
    may: [...SIMULATION, 'generated/api', 'generated/registry/scheduler-plugins.ts', 'simulator/cel'],
  },
  {
    at: 'simulator/scheduler/plugins',
    may: [...SIMULATION, 'generated/api', 'simulator/scheduler'],
    closed: ['simulator/scheduler/scheduler.ts', 'simulator/scheduler/cycle.ts', 'simulator/scheduler/queue.ts'],
    apart: true,
  },
  {
    at: 'simulator/kubelet',
    may: [...SIMULATION, 'generated/api', 'generated/registry/kubelet-admission.ts', 'simulator/containers'],
  },
  { at: 'simulator/containers', may: [...SIMULATION, 'generated/api', 'generated/registry/images.ts'] },
  { at: 'simulator/network', may: [...SIMULATION, 'generated/api'] },
  { at: 'simulator/storage', may: [...SIMULATION, 'generated/api'] },
  { at: 'simulator/cloud', may: [...SIMULATION, 'generated/api'] },
  // The one file that puts the cluster together, and the files beside it that it is made of.
  { at: 'simulator', may: ['simulator', 'generated'] },
]

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g

interface Import {
  readonly file: string
  readonly line: number
  readonly target: string
}

/** Imports of our own files, as paths under src. */
function importsOf(file: string, text: string): readonly Import[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? match[3]!
    if (!name.startsWith('.')) return []
    const at = match.index + match[0].lastIndexOf(name)
    return [
      { file, line: text.slice(0, at).split('\n').length, target: path.posix.join(path.posix.dirname(file), name) },
    ]
  })
}

function within(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`)
}

function roomOf(file: string): Room | undefined {
  const fits = ROOMS.filter((room) => within(file, room.at))
  return fits.sort((a, b) => b.at.length - a.at.length)[0]
}

/** The member of a room a file belongs to: its folder, or itself. */
function memberOf(file: string, room: Room): string {
  const inside = file.slice(room.at.length + 1).split('/')
  return inside
    .slice(0, room.at === 'simulator/kinds' ? 2 : 1)
    .join('/')
    .replace(/(?:\.test|\.fixture)?\.ts$/, '')
}

/** What is wrong with an import, or nothing. */
function judge({ file, line, target }: Import): string | undefined {
  const room = roomOf(file)
  if (room === undefined) return `src/${file}:${line}: no room: name it in test/layers.test.ts`
  const inside = roomOf(target) === room
  if (inside) {
    if (room.apart !== true || memberOf(file, room) === memberOf(target, room)) return undefined
    return `src/${file}:${line}: imports ${target}: members of ${room.at} know nothing of each other; doors: ${doors(room)}`
  }
  const closed = room.closed?.some((door) => within(target, door)) === true
  if (!closed && (within(target, 'model') || room.may.some((door) => within(target, door)))) return undefined
  return `src/${file}:${line}: imports ${target}: ${room.at} may import only ${doors(room)}`
}

function doors(room: Room): string {
  const but = room.closed === undefined ? '' : `, but not ${room.closed.join(', ')}`
  return ['model', ...room.may].join(', ') + but
}

function sources(): readonly string[] {
  return fs
    .readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated/'))
    .sort()
}

it('every import goes through an allowed door', () => {
  const imports = sources()
    // Tests may look at what they test with.
    .filter((file) => !/(?:\.test|\.fixture|test-support)\.ts$/.test(file))
    .flatMap((file) => importsOf(file, fs.readFileSync(path.join(SRC, file), 'utf8')))
  expect(imports.length).toBeGreaterThan(0)
  expect(imports.map(judge).filter((fault) => fault !== undefined)).toEqual([])
})

it('an import that goes astray is seen, however it is written', () => {
  const text = `import type { A } from '../simulator/compose.ts'
import {
  b,
} from '../play/result.ts'
export * from './diff.ts'
const c = await import('../cli/run.ts')
`
  expect(importsOf('snapshot/x.ts', text).map(judge)).toEqual([
    'src/snapshot/x.ts:1: imports simulator/compose.ts: snapshot may import only model',
    'src/snapshot/x.ts:4: imports play/result.ts: snapshot may import only model',
    undefined,
    'src/snapshot/x.ts:6: imports cli/run.ts: snapshot may import only model',
  ])
})

it('members of a room are kept apart', () => {
  const fault = judge({
    file: 'simulator/kinds/core/pod/kind.ts',
    line: 3,
    target: 'simulator/kinds/apps/deployment/kind.ts',
  })
  expect(fault).toContain('members of simulator/kinds know nothing of each other')
  expect(
    judge({ file: 'simulator/kinds/core/pod/kind.ts', line: 3, target: 'simulator/kinds/core/pod/defaults.ts' }),
  ).toBeUndefined()
})
