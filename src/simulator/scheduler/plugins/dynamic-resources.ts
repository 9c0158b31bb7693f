// Dynamic resource allocation: finds devices for the claims of a pod on a node, and for those of its extended resources that
// device classes serve; writes them into the claims when the pod is bound, and waits for devices that become ready later.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.

import type { ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { parseDuration } from '../../../model/duration.ts'
import { type CycleState, type Plugin, type PluginFactory, type Pod, type Status, skip, status } from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { inFlightOf } from '../devices/allocated.ts'
import { type Attempt, beginAttempt, type Setting } from '../devices/attempt.ts'
import {
  claimNow,
  createClaim,
  deallocate,
  deleteClaim,
  reportExtendedClaim,
  reserveClaim,
  unreserveClaim,
} from '../devices/bind.ts'
import { awaitDevices, becomesReady } from '../devices/binding-conditions.ts'
import { UNWRITTEN } from '../devices/extended.ts'
import { featuresOf } from '../devices/features.ts'
import { deviceEvents } from '../devices/hints.ts'
import { isReservedFor, resourceClaimsOf } from '../devices/pod-claims.ts'
import { keyOf } from '../devices/requests.ts'
import { podInfoOf } from '../node-info.ts'
import { normalizeScores } from '../normalize-score.ts'

interface State {
  /** Undefined for pods that use no devices, or cannot have theirs now. */
  readonly attempt: Attempt | undefined
}

const NAME = 'DynamicResources'
const stateOf = stateKey<State>(NAME)
const none: State = { attempt: undefined }
/** A request may list so many alternatives; the earlier one is taken, the better. */
const MAX_ALTERNATIVES = 8

const usesDevices = (pod: Pod): boolean =>
  (pod.spec.resourceClaims?.length ?? 0) > 0 || podInfoOf(pod).requests.scalars !== undefined

/** DynamicResources. */
export const plugin: PluginFactory = {
  name: NAME,
  create(handle, { bindingTimeout = '10m' }): Plugin {
    const timeout = parseDuration(String(bindingTimeout))
    if (typeof timeout !== 'number') throw new Error(timeout.error)
    const setting: Setting = {
      handle,
      features: featuresOf(handle.environment.gates),
      inFlight: inFlightOf(handle.client),
      bindingTimeout: timeout,
    }
    return {
      events: deviceEvents(handle),
      preEnqueue(pod) {
        if ((pod.spec.resourceClaims?.length ?? 0) === 0) return undefined
        const claims = resourceClaimsOf(handle.client.lister, pod)
        return 'refused' in claims ? status('UnschedulableAndUnresolvable', claims.refused) : undefined
      },
      preFilter(state, pod) {
        state.write(stateOf, none)
        const attempt = usesDevices(pod) ? beginAttempt(setting, pod) : undefined
        if (attempt === undefined) return { status: skip }
        if ('code' in attempt) return { status: attempt }
        state.write(stateOf, { attempt })
        return undefined
      },
      filter: (state, _pod, node) => state.read(stateOf)?.attempt?.filter(node),
      postFilter: (state, pod) => ({ status: release(setting, pod, state.read(stateOf)) }),
      score: (state, _pod, { name }) => preference(state.read(stateOf)?.attempt, name),
      normalizeScore: (_state, _pod, scores) => normalizeScores(scores, false),
      reserve: (state, _pod, nodeName) => state.read(stateOf)?.attempt?.reserve(nodeName),
      unreserve: (state, pod) => giveBack(setting, pod, state.read(stateOf)?.attempt),
      preBind: (state, pod, nodeName) => bind(setting, state, pod, nodeName),
      willPreBind: (state) => state.read(stateOf)?.attempt !== undefined,
    }
  },
}

/** A claim that cannot be used where the pod can go is given back when nobody else uses it. */
function release({ handle: { client, environment } }: Setting, pod: Pod, state: State | undefined): Status {
  if (state === undefined) return status('Error', 'not found')
  const { attempt } = state
  if (attempt === undefined) return status('Unschedulable', 'no new claims to deallocate')
  const { extended } = attempt
  const unused = [...attempt.unavailable].filter(
    (claim) =>
      claim !== extended &&
      ((claim.status.reservedFor?.length ?? 0) === 0 ||
        (claim.status.reservedFor?.length === 1 && isReservedFor(pod, claim))),
  )
  if (unused.length > 0) {
    const chosen = unused.length === 1 ? 0 : environment.random.int(unused.length)
    const error = deallocate(client, unused[chosen]!)
    return error === undefined
      ? status('Unschedulable', 'deallocation of ResourceClaim completed')
      : status('Error', error)
  }
  if (extended !== undefined && extended.metadata.name !== UNWRITTEN) {
    const error = deleteClaim(client, extended)
    return error === undefined ? status('Unschedulable', 'deletion of ResourceClaim completed') : status('Error', error)
  }
  return status('Unschedulable', 'still not schedulable')
}

/** Earlier alternatives of a request are liked better. */
function preference(attempt: Attempt | undefined, nodeName: string): number {
  const found = attempt?.byNode.get(nodeName)
  if (attempt === undefined || found === undefined) return 0
  let sum = 0
  for (const claim of attempt.own) {
    const i = found.claims.findIndex((each) => each.claim === claim)
    const results = claim.status.allocation?.devices.results?.map(({ request }) => request)
    const taken = new Set(results ?? found.given[i]?.map(({ wish }) => wish.name))
    for (const { name, firstAvailable = [] } of claim.spec.devices.requests ?? [])
      for (const [rank, sub] of firstAvailable.entries())
        if (taken.has(`${name}/${sub.name}`)) sum += MAX_ALTERNATIVES - rank
  }
  return sum
}

/** Writes allocations and reservations, then waits for devices that are not ready. */
function bind(setting: Setting, state: CycleState, pod: Pod, nodeName: string): Status | undefined {
  const attempt = state.read(stateOf)?.attempt
  if (attempt === undefined) return undefined
  const { handle, features } = setting
  const bound: ResourceClaim[] = []
  for (const claim of attempt.claims) {
    const written =
      claim === attempt.extended
        ? bindExtended(setting, pod, nodeName, attempt, claim)
        : bindClaim(setting, pod, attempt, claim)
    if (typeof written === 'string') return status('Error', written)
    bound.push(written)
  }
  if (!features.bindingConditions || !becomesReady(bound)) return undefined
  const note = `waiting for binding conditions for device on node ${nodeName}`
  handle.event(pod, 'BindingConditionsPending', 'Scheduling', note)
  const current = (): readonly ResourceClaim[] | string => {
    const now: ResourceClaim[] = []
    for (const claim of bound) {
      const found = claimNow(handle.client, claim)
      if (found === undefined) return `could not find ResourceClaim "${keyOf(claim)}"`
      now.push(found)
    }
    return now
  }
  return awaitDevices({ handle, state, plugin: NAME }, pod, current, setting.bindingTimeout)
}

function bindClaim(
  { handle, features, inFlight }: Setting,
  pod: Pod,
  { decided }: Attempt,
  claim: ResourceClaim,
): ResourceClaim | string {
  if (isReservedFor(pod, claim)) return claim
  const { uid = '' } = claim.metadata
  const written = reserveClaim(handle, pod, claim, decided.get(uid), features)
  if (typeof written !== 'string') inFlight.delete(uid)
  return written
}

/** Its claim exists from now on, if devices serve any of the pod's extended resources on this node. */
function bindExtended(
  { handle, features, inFlight }: Setting,
  pod: Pod,
  nodeName: string,
  attempt: Attempt,
  claim: ResourceClaim,
): ResourceClaim | string {
  const { extendedUid: uid } = attempt
  const allocation = attempt.decided.get(uid)
  const found = attempt.byNode.get(nodeName)
  if (allocation === undefined || found?.extended === undefined) return claim
  const { requests, mappings } = found.extended
  const isWritten = claim.metadata.name !== UNWRITTEN
  const created = isWritten ? claim : createClaim(handle.client, { ...claim, spec: { devices: { requests } } })
  if (typeof created === 'string') return created
  attempt.extended = created
  const written = reserveClaim(handle, pod, created, allocation, features)
  if (typeof written === 'string') return written
  inFlight.delete(uid)
  attempt.extended = written
  return reportExtendedClaim(handle.client, pod, written, mappings) ?? written
}

/** The pod does not go to its node after all. */
function giveBack({ handle, inFlight }: Setting, pod: Pod, attempt: Attempt | undefined): void {
  if (attempt === undefined) return
  for (const uid of attempt.decided.keys()) inFlight.delete(uid)
  for (const claim of attempt.own) unreserveClaim(handle.client, pod, claim)
  const { extended } = attempt
  if (extended !== undefined && extended.metadata.name !== UNWRITTEN) deleteClaim(handle.client, extended)
}
