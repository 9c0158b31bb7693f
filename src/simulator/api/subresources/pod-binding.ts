// POST pods/<name>/binding: the scheduler's decision, written into the pod. Upstream: pkg/registry/core/pod/storage/storage.go BindingREST.
import type { Binding, Pod, PodCondition } from '../../../generated/api/core.v1.ts'
import { formatTime } from '../../../model/time.ts'
import { admit, attributesOf, validateAdmission } from '../admission-chain.ts'
import { auditObject } from '../audit/serve.ts'
import { decodeAs } from '../body.ts'
import { RequestContext } from '../context.ts'
import { matchNamespace } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import type { ServerResponse } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { aggregate, badRequest, conflict, type Status, StatusError } from '../status/status-error.ts'
import { existing } from '../stored.ts'
import type { KubeObject } from '../types.ts'

const CREATED: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }

/** POST to the collection `bindings`: the pod is the one the Binding is named after. */
export function bindNamedPod(context: RequestContext): ServerResponse {
  const pods = context.parts.resources.byKey('pods')
  if (pods === undefined) throw new Error('no resource pods')
  const { name } = decodeAs(context, context.request.body, 'core.v1.Binding', 'v1', 'Binding').metadata
  const target = { info: pods, namespace: context.namespace, name: name ?? '', subresource: 'binding' }
  return bind(new RequestContext(context.parts, context.request, target), false)
}

/** Binds a pod to the node that the Binding names. */
export function bindPod(context: RequestContext): ServerResponse {
  return bind(context, true)
}

/** Only at the pod's own door the Binding's uid must be the pod's; its resourceVersion must be at both. */
function bind(context: RequestContext, uidCounts: boolean): ServerResponse {
  readWriteOptions(context, 'CreateOptions')
  const binding = decodeAs(context, context.request.body, 'core.v1.Binding', 'v1', 'Binding') as KubeObject & Binding
  matchNamespace(binding, context)
  auditObject(context, binding)
  const attributes = attributesOf(context, 'CREATE', binding, undefined, context.name)
  admit(context, context.parts.admission, attributes)
  if ((binding.metadata.name ?? '') !== context.name)
    throw badRequest('name in URL does not match name in Binding object')
  validateBinding(binding)
  validateAdmission(context, context.parts.admission, attributes)
  if (context.name === '') throw badRequest('Name parameter required.')
  const old = existing(context) as KubeObject & Pod
  const { uid, resourceVersion } = binding.metadata
  if (uidCounts) precondition(old, 'UID', uid, old.metadata.uid)
  precondition(old, 'ResourceVersion', resourceVersion, old.metadata.resourceVersion)
  const refuse = (why: string): never => {
    throw conflict({ group: '', name: 'pods/binding' }, context.name, why)
  }
  if (old.metadata.deletionTimestamp) refuse(`pod ${context.name} is being deleted, cannot be assigned to a host`)
  if (old.spec.nodeName) refuse(`pod ${context.name} is already assigned to node "${old.spec.nodeName}"`)
  if (old.spec.schedulingGates?.length) refuse(`pod ${context.name} has non-empty .spec.schedulingGates`)
  if (!context.dryRun) context.parts.store.put('pods', bound(context, old, binding), context.user.name)
  return { code: 201, body: CREATED, warnings: context.warnings }
}

/** What the store checks before it hands the pod out. Upstream: storage.Preconditions.Check. */
function precondition({ metadata }: KubeObject, what: string, asked: string | undefined, is = ''): void {
  if (!asked || asked === is) return
  const { name = '', namespace = '' } = metadata
  const why = `Precondition failed: ${what} in precondition: ${asked}, ${what} in object meta: ${is}`
  const key = `Key: /registry/pods/${namespace}/${name}, ResourceVersion: 0`
  const text = `StorageError: invalid object, Code: 4, ${key}, AdditionalErrorMsg: ${why}`
  throw conflict({ group: '', name: 'pods' }, name, text)
}

/** Upstream hands these out as bare errors: a 500 without a reason. */
function validateBinding({ target }: Binding): void {
  const errors = new FieldErrors()
  if (target.kind && target.kind !== 'Node') errors.notSupported('target.kind', target.kind, ['Node', '<empty>'])
  if (!target.name) errors.required('target.name')
  if (errors.length > 0) throw new StatusError(500, '', aggregate(errors.list))
}

function bound(context: RequestContext, old: KubeObject & Pod, { metadata, target }: Binding): KubeObject {
  const annotations =
    metadata.annotations === undefined
      ? old.metadata.annotations
      : { ...old.metadata.annotations, ...metadata.annotations }
  const labels = metadata.labels === undefined ? old.metadata.labels : { ...old.metadata.labels, ...metadata.labels }
  const { nominatedNodeName: _, ...rest } = old.status
  const cleared = context.parts.gates.enabled('ClearingNominatedNodeNameAfterBinding') ? rest : old.status
  const pod: KubeObject & Pod = {
    ...old,
    metadata: { ...old.metadata, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) },
    spec: { ...old.spec, nodeName: target.name },
    status: { ...cleared, conditions: withScheduled(old, formatTime(context.time)) },
  }
  return pod
}

/** PodScheduled becomes True in the same write. */
function withScheduled({ status }: Pod, now: string): PodCondition[] {
  const conditions = status.conditions ?? []
  const at = conditions.findIndex((c) => c.type === 'PodScheduled')
  if (at >= 0 && conditions[at]!.status === 'True') return conditions
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
  }
  return at < 0 ? [...conditions, condition] : conditions.map((c, i) => (i === at ? condition : c))
}
