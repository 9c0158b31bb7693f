// Devices that become ready only after they were chosen: their drivers report conditions in the claim's status, and the pod waits
// for them before it is bound.
// Upstream: isClaimReadyForBinding, isClaimTimeout, isPodReadyForBinding and PreBind in
// pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import type { DeviceRequestAllocationResult, ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { quote } from '../../../model/quote.ts'
import { parseTime } from '../../../model/time.ts'
import { type CycleState, type Handle, type Pod, type Status, status } from '../contract.ts'

/** How often it looks whether the devices are ready. */
const POLL_MS = 5000
const TIMEOUT = 'device binding timeout'

/** Ready; not yet; or the text of what has failed. */
type Readiness = boolean | { readonly failed: string }

const resultsOf = ({ status: { allocation } }: ResourceClaim): readonly DeviceRequestAllocationResult[] =>
  allocation?.devices.results ?? []

/** Whether any of the claims has a device that says when it is ready. */
export const becomesReady = (claims: readonly ResourceClaim[]): boolean =>
  claims.some((claim) => resultsOf(claim).some(({ bindingConditions }) => (bindingConditions?.length ?? 0) > 0))

/** Whether the devices of an allocated claim are ready. */
export function readiness(claim: ResourceClaim): Readiness {
  if (claim.status.allocation === undefined) return false
  for (const { driver, pool, device, bindingConditions = [], bindingFailureConditions = [] } of resultsOf(claim)) {
    if (bindingConditions.length === 0) continue
    const reported = claim.status.devices?.find(
      (each) => each.device === device && each.driver === driver && each.pool === pool,
    )
    if (reported === undefined) return false
    const isTrue = (type: string) => reported.conditions?.find((each) => each.type === type && each.status === 'True')
    for (const type of bindingFailureConditions) {
      const condition = isTrue(type)
      if (condition === undefined) continue
      const why = `claim=${claim.metadata.name}, reason=${condition.reason}, message=${quote(condition.message)}`
      return { failed: `device binding failed: ${why}` }
    }
    if (!bindingConditions.every(isTrue)) return false
  }
  return true
}

/** Whether a claim has been waited for too long since it was allocated. */
export function isOverdue(claim: ResourceClaim, now: number, timeout: number): boolean {
  const since = claim.status.allocation?.allocationTimestamp
  return since !== undefined && becomesReady([claim]) && parseTime(since) + timeout < now
}

/** Who waits, in which attempt. */
export interface Waiter {
  readonly handle: Handle
  readonly state: CycleState
  readonly plugin: string
}

/** Waits until the devices of all claims are ready; undefined when they are already. */
export function awaitDevices(
  { handle, state, plugin }: Waiter,
  { metadata: { uid = '' } }: Pod,
  current: () => readonly ResourceClaim[] | string,
  timeout: number,
): Status | undefined {
  const { clock } = handle.environment
  const outcome = (): Readiness => {
    const claims = current()
    if (typeof claims === 'string') return { failed: claims }
    for (const claim of claims) {
      const ready = readiness(claim)
      if (ready === true) continue
      const late = ready === false && isOverdue(claim, clock.now(), timeout)
      return late ? { failed: `${TIMEOUT}: claim=${claim.metadata.name}` } : ready
    }
    return true
  }
  const first = outcome()
  if (first === true) return undefined
  if (first !== false) return status('Error', first.failed)
  const until = clock.now() + timeout
  const fail = (why: string): boolean => handle.resume(uid, status('Error', why), plugin)
  const look = (): void => {
    if (!handle.waits(uid, state)) return
    if (clock.now() >= until) {
      fail(`${TIMEOUT}: context deadline exceeded`)
      return
    }
    const ready = outcome()
    if (ready === true) handle.resume(uid, undefined, plugin)
    else if (ready !== false) fail(ready.failed)
    else clock.at(Math.min(clock.now() + POLL_MS, until), look)
  }
  clock.at(Math.min(clock.now() + POLL_MS, until), look)
  return status('Wait')
}
