// The order of keys that people who write manifests expect: identity first, status last, the rest by the alphabet.

const FIRST = [
  'apiVersion',
  'kind',
  'metadata',
  'type',
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'key',
  'image',
]
const CONDITION = ['type', 'status', 'reason', 'message']
// Maps whose keys are the user's words.
const MAPS = new Set([
  'labels',
  'annotations',
  'matchLabels',
  'nodeSelector',
  'selector',
  'data',
  'stringData',
  'binaryData',
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'hard',
  'used',
])

/** The keys of an object that stands under `parent`, in the order to print. */
export function orderedKeys(value: Readonly<Record<string, unknown>>, parent: string | undefined): readonly string[] {
  const keys = Object.keys(value).sort()
  if (parent !== undefined && MAPS.has(parent)) return keys
  const condition = typeof value['type'] === 'string' && typeof value['status'] === 'string'
  const first = condition ? CONDITION : FIRST
  const last = condition ? '' : 'status'
  const head = first.filter((key) => Object.hasOwn(value, key))
  const tail = Object.hasOwn(value, last) ? [last] : []
  const spec = Object.hasOwn(value, 'metadata') && Object.hasOwn(value, 'spec') ? ['spec'] : []
  const placed = new Set([...head, ...spec, ...tail])
  return [...head, ...spec, ...keys.filter((key) => !placed.has(key)), ...tail]
}
