// What the server itself does about definitions a moment after they are written: names accepted, established, and on deletion
// all their objects removed first. Upstream: apiextensions-apiserver/pkg/controller/{status,establish,finalizer}.
import type { CustomResourceDefinition } from '../../generated/api/apiextensions.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { formatTime } from '../../model/time.ts'
import type { Client } from '../client/client.ts'
import type { Clock } from '../engine/clock.ts'
import type { Store } from '../engine/store.ts'
import { approvalCondition } from './approval.ts'
import type { ClusterResources } from './cluster-resources.ts'
import { type Condition, withConditions } from './conditions.ts'
import { holds } from './definition.ts'
import { nameDefinition } from './names.ts'

/** The store's key of definitions. */
export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io'
const FINALIZER = 'customresourcecleanup.apiextensions.k8s.io'
const RETRY_MS = 1000

/** What the controllers act with. */
export interface DefinitionParts {
  readonly store: Store
  readonly clock: Clock
  readonly resources: ClusterResources
  client(user: string, groups: readonly string[]): Client
}

/** Serves what definitions say from now on. */
export function watchDefinitions(parts: DefinitionParts): void {
  const { store, clock, resources } = parts
  let client: Client | undefined
  const soon = (name: string): void => {
    clock.soon(() => {
      client ??= parts.client('system:apiserver', ['system:masters'])
      sync(parts, client, name)
    })
  }
  for (const definition of store.list<CustomResourceDefinition>(DEFINITIONS)) resources.set(definition)
  store.listen(DEFINITIONS, ({ type, object, name }) => {
    if (type === 'DELETED') resources.remove(name)
    else {
      resources.set(object as CustomResourceDefinition)
      soon(name)
    }
    // Names that were taken may be free now.
    if (type === 'DELETED') for (const other of store.list(DEFINITIONS)) soon(other.metadata.name ?? '')
  })
}

function sync(parts: DefinitionParts, client: Client, name: string): void {
  const definition = parts.store.get<CustomResourceDefinition>(DEFINITIONS, '', name)
  if (definition === undefined) return
  if (definition.metadata.deletionTimestamp) finalize(parts, client, definition)
  else establish(parts, client, definition)
}

function establish({ store, clock }: DefinitionParts, client: Client, definition: CustomResourceDefinition): void {
  const others = store
    .list<CustomResourceDefinition>(DEFINITIONS)
    .filter(({ metadata, spec }) => spec.group === definition.spec.group && metadata.name !== definition.metadata.name)
  const { acceptedNames, namesAccepted } = nameDefinition(definition, others)
  const conditions: Condition[] = [namesAccepted]
  if (!holds(definition, 'Established')) {
    conditions.push(
      namesAccepted.status === 'True'
        ? {
            type: 'Established',
            status: 'True',
            reason: 'InitialNamesAccepted',
            message: 'the initial names have been accepted',
          }
        : { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
    )
  }
  const approval = approvalCondition(definition)
  if (approval !== undefined) conditions.push(approval)
  write(client, definition, { acceptedNames, conditions }, formatTime(clock.now()))
}

function write(
  client: Client,
  definition: CustomResourceDefinition,
  {
    acceptedNames = definition.status.acceptedNames,
    conditions,
  }: {
    readonly acceptedNames?: CustomResourceDefinition['status']['acceptedNames']
    readonly conditions: readonly Condition[]
  },
  now: string,
): void {
  const status = {
    ...definition.status,
    conditions: withConditions(definition.status.conditions, conditions, now),
    acceptedNames,
  }
  if (!deepEqual(status, definition.status)) client.updateStatus(DEFINITIONS, { ...definition, status })
}

const terminating = (status: 'True' | 'False', reason: string, message: string): Condition => ({
  type: 'Terminating',
  status,
  reason,
  message,
})

/** All objects go; when none is left the definition may go too. */
function finalize(parts: DefinitionParts, client: Client, definition: CustomResourceDefinition): void {
  const { store, clock } = parts
  const { metadata, spec, status } = definition
  if (!metadata.finalizers?.includes(FINALIZER)) return
  const key = `${status.acceptedNames.plural}.${spec.group}`
  const objects = holds(definition, 'Established') ? store.list(key) : []
  for (const object of objects) {
    if (object.metadata.deletionTimestamp) continue
    client.delete(key, object.metadata.namespace ?? '', object.metadata.name ?? '')
  }
  const now = formatTime(clock.now())
  if (store.list(key).length > 0) {
    const condition = terminating('True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress')
    write(client, definition, { conditions: [condition] }, now)
    clock.after(RETRY_MS, () => sync(parts, client, metadata.name ?? ''))
    return
  }
  write(
    client,
    definition,
    { conditions: [terminating('False', 'InstanceDeletionCompleted', 'removed all instances')] },
    now,
  )
  const last = store.get<CustomResourceDefinition>(DEFINITIONS, '', metadata.name ?? '')
  if (last === undefined) return
  const finalizers = (last.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER)
  client.update(DEFINITIONS, { ...last, metadata: { ...last.metadata, finalizers } })
}
