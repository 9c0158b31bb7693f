// Who may change the status of a claim: binding it (its allocation and reservations) and speaking for a driver's devices are
// permissions of their own, asked for beside that to change the status at all.
// Upstream: AuthorizedForBinding and AuthorizedForDeviceStatus in pkg/registry/resource/utils.go.
import type { AllocatedDeviceStatus, AllocationResult, ResourceClaim } from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { UserInfo } from '../../../api/types.ts'
import type { KindContext } from '../../contract.ts'
import { semanticEqual } from '../../lib/validation/metadata.ts'
import { STATUS } from '../../lib/workload/counters.ts'
import { deviceIdOf } from './device-status.ts'

const NODE_NAME = 'authentication.kubernetes.io/node-name'
const SERVICE_ACCOUNT = /^system:serviceaccount:[^:]+:[^:]+$/

/** What the user lacks for the change. */
export function authorizeClaimStatus(
  claim: ResourceClaim,
  old: ResourceClaim,
  errors: FieldErrors,
  context: KindContext,
): void {
  if (!context.gates.enabled('DRAResourceClaimGranularStatusAuthorization')) return
  authorizeBinding(claim, old, errors, context)
  if (context.gates.enabled('DRAResourceClaimDeviceStatus') && claim.status.allocation)
    authorizeDevices(claim, old, errors, context)
}

function authorizeBinding(
  { status }: ResourceClaim,
  old: ResourceClaim,
  errors: FieldErrors,
  { verb, mayNot }: KindContext,
): void {
  const { allocation, reservedFor } = old.status
  if (semanticEqual(status.allocation, allocation) && semanticEqual(status.reservedFor ?? [], reservedFor ?? [])) return
  const why = mayNot({ verb, subresource: 'binding', namespace: '', name: '' })
  if (why === undefined) return
  const needed = `resource="resourceclaims/binding", verb="${verb}" permission`
  errors.forbidden(
    STATUS.child('allocation'),
    `changing status.allocation or status.reservedFor requires ${needed}: ${why}`,
  )
}

/** On its own node a driver needs less than elsewhere. */
function authorizeDevices(
  { status }: ResourceClaim,
  old: ResourceClaim,
  errors: FieldErrors,
  { verb, mayNot, user, namespace }: KindContext,
): void {
  const drivers = changedDrivers(status.devices ?? [], old.status.devices ?? [])
  if (drivers.length === 0) return
  const verbs = [`arbitrary-node:${verb}`]
  if (isOnNode(user, nodeOf(status.allocation))) verbs.unshift(`associated-node:${verb}`)
  for (const name of drivers) {
    const refusals = verbs.map((each) => mayNot({ verb: each, subresource: 'driver', namespace, name }))
    if (refusals.includes(undefined)) continue
    const needed = `resource="resourceclaims/driver", verb="[${verbs.join(' ')}]" permission`
    errors.forbidden(STATUS.child('devices'), `changing status.devices requires ${needed}: ${refusals[0]}`)
  }
}

/** Those whose devices are told of anew, differently, or no more. */
function changedDrivers(devices: readonly AllocatedDeviceStatus[], old: readonly AllocatedDeviceStatus[]): string[] {
  const before = new Map(old.map((device) => [deviceIdOf(device), device]))
  const drivers = new Set<string>()
  for (const device of devices) {
    const known = before.get(deviceIdOf(device))
    before.delete(deviceIdOf(device))
    if (known === undefined || !semanticEqual(known, device)) drivers.add(device.driver)
  }
  for (const { driver } of before.values()) drivers.add(driver)
  return [...drivers].sort()
}

/** The one node an allocation is for. */
function nodeOf(allocation: AllocationResult | undefined): string | undefined {
  const terms = allocation?.nodeSelector?.nodeSelectorTerms ?? []
  const { matchFields = [], matchExpressions = [] } = terms[0] ?? {}
  const [field] = matchFields
  if (terms.length !== 1 || matchExpressions.length > 0 || matchFields.length !== 1) return undefined
  return field?.key === 'metadata.name' && field.operator === 'In' && field.values?.length === 1
    ? field.values[0]
    : undefined
}

function isOnNode({ name, extra }: UserInfo, node: string | undefined): boolean {
  const nodes = extra?.[NODE_NAME]
  return node !== undefined && SERVICE_ACCOUNT.test(name) && nodes?.length === 1 && nodes[0] === node
}
