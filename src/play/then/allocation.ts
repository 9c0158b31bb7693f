// What containers were given of their node for themselves. Sentences: grammar/*/then/allocation.peggy. Only the node knows, and only
// now: it may become true within the scenario's patience.
import type { Allocation, ApiObject } from '../../cluster/port.ts'
import type { Subject, Tail } from '../../language/nodes.ts'
import { judgeSubject } from '../claims.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Miss } from '../judge.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays then/allocation. */
export const family: SentenceFamily = {
  handlers: {
    'then/allocation/cpus': ({ container, subject, cpus, tail }, play) =>
      look(play, subject, tail, container, {
        text: cpus === '' ? 'has no exclusive CPUs' : `has exclusive CPUs "${cpus}"`,
        shown: (allocation) => allocation.cpus ?? '',
        expected: cpus,
      }),
    'then/allocation/numa': ({ container, subject, nodes, tail }, play) =>
      look(play, subject, tail, container, {
        text: `is on NUMA node ${nodes.join(' and ')}`,
        shown: ({ numaNodes }) => numaNodes.join(' and '),
        expected: [...nodes].sort((a, b) => a - b).join(' and '),
      }),
    'then/allocation/devices': ({ container, subject, devices, tail }, play) =>
      look(play, subject, tail, container, {
        text: devices.length === 0 ? 'has no devices' : `has devices ${devices.join(', ')}`,
        shown: (allocation) => Object.values(allocation.devices).flat().sort().join(', '),
        expected: [...devices].sort().join(', '),
      }),
  },
}

/** What is said of an allocation, as text. */
interface Said {
  readonly text: string
  readonly expected: string
  shown(allocation: Allocation): string
}

async function look(
  play: Play,
  subject: Subject,
  tail: Tail,
  container: string,
  said: Said,
): Promise<Failure | undefined> {
  const cluster = await play.cluster()
  const test = (pod: ApiObject): Miss | undefined => {
    const { name = '', namespace = '' } = pod.metadata ?? {}
    const allocation = cluster.allocationOf(namespace, name, container)
    if (allocation instanceof Promise) throw new Error('a remote cluster cannot be asked what its nodes have given')
    if (allocation === undefined) return { summary: 'is on no node', expected: said.expected || 'nothing' }
    const actual = said.shown(allocation)
    if (actual === said.expected) return undefined
    return {
      summary: `has container "${container}" with something else for itself`,
      expected: said.expected || 'nothing',
      actual: actual || 'nothing',
    }
  }
  return judgeSubject(play, subject, tail, { text: `has container "${container}" which ${said.text}`, test })
}
