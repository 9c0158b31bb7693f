// Before a claim's spec is judged: what it leaves out, what is switched off, and whether access as an administrator is allowed.
// Upstream: pkg/apis/resource/v1/defaults.go, pkg/api/resourceclaimspec/util.go, AuthorizedForAdmin in pkg/registry/resource/utils.go.
import type { Namespace } from '../../../../generated/api/core.v1.ts'
import type { DeviceSubRequest, ExactDeviceRequest, ResourceClaimSpec } from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { FeatureGates, Lister } from '../../../api/types.ts'

type Wanted = ExactDeviceRequest | DeviceSubRequest

const ADMIN_LABEL = 'resource.kubernetes.io/admin-access'
const ADMIN_DETAIL = `admin access to devices requires the \`${ADMIN_LABEL}: true\` label on the containing namespace`
const REQUESTS = Path.of('spec', 'devices', 'requests')

function* wantedIn({ devices }: ResourceClaimSpec): Iterable<Wanted> {
  for (const { exactly, firstAvailable } of devices.requests ?? []) {
    if (exactly) yield exactly
    yield* firstAvailable ?? []
  }
}

/** One device, unless more are asked for. */
export function defaultClaimSpec(spec: ResourceClaimSpec): void {
  for (const wanted of wantedIn(spec)) {
    wanted.allocationMode ||= 'ExactCount'
    if (wanted.allocationMode === 'ExactCount') wanted.count ||= 1
    for (const toleration of wanted.tolerations ?? []) toleration.operator ||= 'Equal'
  }
}

/** Fields of gates that are off are dropped, unless the stored spec has them. */
export function dropDisabledClaimFields(spec: ResourceClaimSpec, gates: FeatureGates, old?: ResourceClaimSpec): void {
  const off = (gate: string, inUse: (stored: ResourceClaimSpec) => boolean): boolean =>
    !gates.enabled(gate) && !(old && inUse(old))
  const some = (stored: ResourceClaimSpec, test: (wanted: Wanted) => boolean): boolean =>
    [...wantedIn(stored)].some(test)
  const alternatives = (stored: ResourceClaimSpec): boolean =>
    (stored.devices.requests ?? []).some(({ firstAvailable }) => firstAvailable?.length)
  if (off('DRAPrioritizedList', alternatives)) {
    for (const request of spec.devices.requests ?? []) delete request.firstAvailable
  }
  if (off('DRADeviceTaints', (stored) => some(stored, ({ tolerations }) => tolerations !== undefined))) {
    for (const wanted of wantedIn(spec)) delete wanted.tolerations
  }
  const capacity = (stored: ResourceClaimSpec): boolean =>
    some(stored, (wanted) => wanted.capacity !== undefined) ||
    (stored.devices.constraints ?? []).some(({ distinctAttribute }) => distinctAttribute !== undefined)
  if (!off('DRAConsumableCapacity', capacity)) return
  for (const wanted of wantedIn(spec)) delete wanted.capacity
  for (const constraint of spec.devices.constraints ?? []) delete constraint.distinctAttribute
}

/** Devices in use may be looked at only from namespaces that say so. */
export function validateAdminAccess(
  { devices }: ResourceClaimSpec,
  namespace: string,
  lister: Lister,
  errors: FieldErrors,
): void {
  const at = (devices.requests ?? []).findIndex(({ exactly }) => exactly?.adminAccess)
  if (at >= 0) validateAdminNamespace(namespace, REQUESTS.index(at).child('adminAccess'), lister, errors)
}

/** The namespace's word on access as an administrator. */
export function validateAdminNamespace(namespace: string, path: Path, lister: Lister, errors: FieldErrors): void {
  const found = lister.get<Namespace>('namespaces', '', namespace)
  if (found === undefined) {
    const why = `namespaces "${namespace}" not found`
    errors.internal(path, `could not retrieve namespace to verify admin access: ${why}`)
  } else if (found.metadata.labels?.[ADMIN_LABEL] !== 'true') errors.forbidden(path, ADMIN_DETAIL)
}
