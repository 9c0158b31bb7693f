// POST pods/<name>/eviction: a deletion that asks the pod's disruption budget first.
// Upstream: pkg/registry/core/pod/storage/eviction.go (without its retries: nothing comes between).
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { Condition, Preconditions } from '../../../generated/api/meta.v1.ts'
import type { Eviction, PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import { matchesLabelSelector } from '../../../model/labels.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import { formatTime } from '../../../model/time.ts'
import { admit, attributesOf, validateAdmission } from '../admission-chain.ts'
import { auditObject } from '../audit/serve.ts'
import { decodeAs } from '../body.ts'
import type { RequestContext } from '../context.ts'
import { matchNamespace } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import type { ServerResponse } from '../request.ts'
import { FieldErrors } from '../status/field-errors.ts'
import {
  badRequest,
  conflict,
  forbidden,
  invalid,
  methodNotSupported,
  type Status,
  type StatusError,
  tooManyRequests,
} from '../status/status-error.ts'
import { existing, qualifiedResource } from '../stored.ts'
import { removeObject } from '../verbs/delete.ts'

const CREATED: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }
const APISERVER = 'system:apiserver'
const BUDGET = { group: 'policy', name: 'poddisruptionbudget' }
const MAX_DISRUPTED = 2000
const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget."
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
const TOO_MANY: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: SEVERAL,
  code: 500,
}
const NO_STORE_ERRORS = 'can not be set for pod eviction, try after removing the option'

/** Evicts a pod. */
export function evictPod(context: RequestContext): ServerResponse {
  const { request, parts, name } = context
  if (request.method !== 'POST') throw methodNotSupported(qualifiedResource(context), request.method.toLowerCase())
  readWriteOptions(context, 'CreateOptions')
  const eviction = decodeAs(
    context,
    request.body,
    'policy.v1.Eviction',
    versionOf(request.body),
    'Eviction',
  ) as Eviction
  matchNamespace(eviction, context)
  auditObject(context, eviction)
  const attributes = attributesOf(context, 'CREATE', eviction, undefined, name)
  admit(context, parts.admission, attributes)
  if (eviction.metadata.name !== name) throw badRequest('name in URL does not match name in Eviction object')
  judgeOptions(eviction)
  if (eviction.deleteOptions?.dryRun?.length) context.dryRun = true
  validateAdmission(context, parts.admission, attributes)
  const pod = existing(context) as Pod
  // A failure that upstream returns as what it has made, not as an error: it has no reason.
  if (!isOver(pod) && !askBudget(context, pod)) return { code: 500, body: TOO_MANY, warnings: context.warnings }
  markAndDelete(context, pod, eviction)
  return { code: 201, body: CREATED, warnings: context.warnings }
}

/** This door takes Evictions of v1beta1, too, though that version is served no longer. */
function versionOf(body: unknown): string {
  const given = typeof body === 'object' && body !== null && 'apiVersion' in body ? body.apiVersion : undefined
  return given === 'policy/v1beta1' ? given : 'policy/v1'
}

function judgeOptions({ metadata, deleteOptions }: Eviction): void {
  if (deleteOptions?.ignoreStoreReadErrorWithClusterBreakingPotential !== true) return
  const errors = new FieldErrors()
  errors.invalid('deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential', true, NO_STORE_ERRORS)
  throw invalid({ group: 'policy', name: 'Eviction' }, metadata.name ?? '', errors)
}

/** Pods that do not run, or are going anyway, are nobody's loss. */
const isOver = ({ metadata, status }: Pod): boolean =>
  (status.phase !== 'Running' && status.phase !== 'Unknown') || metadata.deletionTimestamp !== undefined

/** Takes one disruption off the pod's budget; refuses when none is left. False: there are several. */
function askBudget(context: RequestContext, pod: Pod): boolean {
  const budgets = context.lister
    .list<PodDisruptionBudget>('poddisruptionbudgets.policy', context.namespace)
    .filter(({ spec }) => matchesLabelSelector(spec.selector, pod.metadata.labels))
  const [budget] = budgets
  if (budgets.length > 1) return false
  if (budget === undefined) return true
  const { status, spec } = budget
  if (pod.status.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') {
    if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
    if (status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0) return true
  }
  checkBudget(budget)
  if (!context.dryRun) takeFrom(context, budget, pod.metadata.name ?? '')
  return true
}

const refuse = (retryAfter: number, message: string): StatusError =>
  tooManyRequests(VIOLATES, retryAfter, [{ reason: 'DisruptionBudget', message }])

function checkBudget({ metadata, status }: PodDisruptionBudget): void {
  const { name = '' } = metadata
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw refuse(10, `The disruption budget ${name} is still being processed by the server.`)
  if (status.disruptionsAllowed < 0) throw forbidden(BUDGET, name, 'pdb disruptions allowed is negative')
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller'
    throw forbidden(BUDGET, name, why)
  }
  if (status.disruptionsAllowed > 0) return
  const { currentHealthy, desiredHealthy } = status
  const condition = status.conditions?.find(({ type }) => type === 'DisruptionAllowed')
  const said = condition?.status === 'False' && condition.message ? condition : undefined
  const head = `The disruption budget ${name} `
  if (said?.reason === 'SyncFailed')
    throw refuse(0, `${head}does not allow evicting pods currently because it failed sync: ${said.message}`)
  if (currentHealthy <= desiredHealthy)
    throw refuse(0, `${head}needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`)
  const why = said === undefined ? '' : ` (${said.reason}): ${said.message}`
  throw refuse(0, `${head}does not allow evicting pods currently${why}`)
}

function takeFrom(
  { parts, time }: RequestContext,
  { metadata, status, ...rest }: PodDisruptionBudget,
  pod: string,
): void {
  const disruptionsAllowed = status.disruptionsAllowed - 1
  const now = formatTime(time)
  const budget: PodDisruptionBudget = {
    ...rest,
    metadata: { ...metadata },
    status: {
      ...status,
      disruptionsAllowed,
      disruptedPods: sortedMap({ ...status.disruptedPods, [pod]: now }),
      ...(disruptionsAllowed === 0 ? { conditions: withoutDisruptions(status, now) } : {}),
    },
  }
  parts.store.put('poddisruptionbudgets.policy', budget, APISERVER)
}

function withoutDisruptions(
  { conditions = [], observedGeneration }: PodDisruptionBudget['status'],
  now: string,
): Condition[] {
  const old = conditions.find(({ type }) => type === 'DisruptionAllowed')
  const condition: Condition = {
    type: 'DisruptionAllowed',
    status: 'False',
    ...(observedGeneration ? { observedGeneration } : {}),
    lastTransitionTime: old?.status === 'False' ? old.lastTransitionTime : now,
    reason: 'InsufficientPods',
    message: '',
  }
  return old === undefined ? [...conditions, condition] : conditions.map((other) => (other === old ? condition : other))
}

/** The pod says why it goes, then goes. */
function markAndDelete(context: RequestContext, pod: Pod, { deleteOptions = {} }: Eviction): void {
  const { preconditions } = deleteOptions
  checkPreconditions(pod, preconditions)
  const marked = context.dryRun ? pod : mark(context, pod)
  // Writing the mark moved the version on; what was asked of it was answered above.
  const { resourceVersion: _, ...others } = preconditions ?? {}
  const rest = preconditions === undefined ? {} : { preconditions: others }
  removeObject(context, marked, { ...deleteOptions, ...rest }, false)
}

function checkPreconditions({ metadata }: Pod, preconditions: Preconditions | undefined): void {
  const refuseFor = (what: string, asked: string, is: string | undefined, then: string): never => {
    const why = `the ${what} in the precondition (${asked}) does not match the ${what} in record (${is}). ${then}`
    throw conflict({ group: '', name: 'Pod' }, metadata.name ?? '', why)
  }
  const { uid, resourceVersion } = preconditions ?? {}
  if (uid && uid !== metadata.uid)
    refuseFor('UID', uid, metadata.uid, 'The object might have been deleted and then recreated')
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    refuseFor('ResourceVersion', resourceVersion, metadata.resourceVersion, 'The object might have been modified')
}

function mark({ parts, time, user }: RequestContext, { metadata, status, ...rest }: Pod): Pod {
  const conditions = status.conditions ?? []
  const old = conditions.find(({ type }) => type === 'DisruptionTarget')
  if (old?.status === 'True' && old.reason === 'EvictionByEvictionAPI') return { metadata, status, ...rest }
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'True' ? (old.lastTransitionTime ?? null) : formatTime(time),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  }
  const all =
    old === undefined ? [...conditions, condition] : conditions.map((other) => (other === old ? condition : other))
  const marked: Pod = { ...rest, metadata: { ...metadata }, status: { ...status, conditions: all } }
  return parts.store.put('pods', marked, user.name) as Pod
}
