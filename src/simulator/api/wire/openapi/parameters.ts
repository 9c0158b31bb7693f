// The query and path parameters of operations, with our own short descriptions.
// Upstream: apimachinery/pkg/apis/meta/v1/types.go (the options of each verb), apiserver/pkg/endpoints/installer.go.
import type { Json } from './schemas.ts'

const query = (name: string, type: 'string' | 'integer' | 'boolean', description: string): Json => ({
  name,
  in: 'query',
  description,
  schema: { type, uniqueItems: true },
})
const path = (name: string, description: string): Json => ({
  name,
  in: 'path',
  description,
  required: true,
  schema: { type: 'string', uniqueItems: true },
})

/** `{namespace}` in a path. */
export const NAMESPACE = path('namespace', 'the namespace of the object')
/** `{path}` in a path. */
export const PROXY_PATH = path('path', 'path to the resource')
/** On every path. */
export const PRETTY = query('pretty', 'string', 'whether the answer is indented')

/** `{name}` in a path. */
export const nameOf = (kind: string): Json => path('name', `name of the ${kind}`)

const LIST = [
  query('allowWatchBookmarks', 'boolean', 'whether a watch sends BOOKMARK events'),
  query('continue', 'string', 'the token of the page before'),
  query('fieldSelector', 'string', 'restricts the list by fields'),
  query('labelSelector', 'string', 'restricts the list by labels'),
  query('limit', 'integer', 'the most items of one answer'),
  query('resourceVersion', 'string', 'the version the answer may come from'),
  query('resourceVersionMatch', 'string', 'how resourceVersion is meant'),
  query('sendInitialEvents', 'boolean', 'whether a watch begins with what is there'),
  query('timeoutSeconds', 'integer', 'ends a list or a watch after that time'),
]
const WATCH = query('watch', 'boolean', 'whether changes are streamed')
const DRY_RUN = query('dryRun', 'string', 'All: nothing is stored')
const MANAGER = query('fieldManager', 'string', 'whose the changed fields are')
const VALIDATION = query('fieldValidation', 'string', 'Ignore, Warn or Strict: what unknown fields mean')
const FORCE = query('force', 'boolean', 'apply takes fields over from other managers')
const DELETE = [
  DRY_RUN,
  query('gracePeriodSeconds', 'integer', 'how long the object has to end'),
  query('ignoreStoreReadErrorWithClusterBreakingPotential', 'boolean', 'deletes an object that cannot be read'),
  query('orphanDependents', 'boolean', 'deprecated: use propagationPolicy'),
  query('propagationPolicy', 'string', 'Orphan, Background or Foreground'),
]

/** By the action of an operation. */
export const PARAMETERS: Readonly<Record<string, readonly Json[]>> = {
  get: [],
  list: [...LIST, WATCH],
  post: [DRY_RUN, MANAGER, VALIDATION],
  put: [DRY_RUN, MANAGER, VALIDATION],
  patch: [DRY_RUN, MANAGER, VALIDATION, FORCE],
  delete: DELETE,
  deletecollection: [...DELETE, ...LIST.filter(({ name }) => name !== 'allowWatchBookmarks')],
  connect: [],
}
