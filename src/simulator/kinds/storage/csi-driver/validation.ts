// What a CSIDriver's spec must be. Upstream: validateCSIDriverSpec in pkg/apis/storage/validation/validation.go.
import type { CSIDriverSpec, TokenRequest } from '../../../../generated/api/storage.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { FeatureGates } from '../../../api/types.ts'

const SPEC = Path.of('spec')
const GROUP_POLICIES: readonly string[] = ['File', 'None', 'ReadWriteOnceWithFSType']
const MODES: readonly string[] = ['Persistent', 'Ephemeral']
const MIN_PERIOD = 10
const MIN_EXPIRATION = 600
const MAX_EXPIRATION = 2 ** 32

/** validateCSIDriverSpec. */
export function validateDriverSpec(spec: CSIDriverSpec, errors: FieldErrors, gates: FeatureGates): void {
  if (spec.attachRequired === undefined) errors.required(SPEC.child('attachedRequired'))
  if (spec.podInfoOnMount === undefined) errors.required(SPEC.child('podInfoOnMount'))
  if (spec.storageCapacity === undefined) errors.required(SPEC.child('storageCapacity'))
  const policy = spec.fsGroupPolicy
  if (policy !== undefined && !GROUP_POLICIES.includes(policy)) {
    errors.notSupported(SPEC.child('fsGroupPolicy'), policy, GROUP_POLICIES)
  }
  const requests = spec.tokenRequests ?? []
  validateTokens(requests, SPEC.child('tokenRequests'), errors)
  for (const mode of spec.volumeLifecycleModes ?? []) {
    if (!MODES.includes(mode)) errors.notSupported(SPEC.child('volumeLifecycleModes'), mode, MODES)
  }
  if (spec.seLinuxMount === undefined && gates.enabled('SELinuxMountReadWriteOncePod')) {
    errors.required(SPEC.child('seLinuxMount'))
  }
  const period = spec.nodeAllocatableUpdatePeriodSeconds
  if (period !== undefined && period < MIN_PERIOD) {
    const why = 'must be greater than or equal to 10 seconds'
    errors.invalid(SPEC.child('nodeAllocatableUpdatePeriodSeconds'), period, why)
  }
  const inSecrets = spec.serviceAccountTokenInSecrets
  if (inSecrets !== undefined && requests.length === 0) {
    const why = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified'
    errors.invalid(SPEC.child('serviceAccountTokenInSecrets'), inSecrets, why)
  }
  if (spec.preventPodSchedulingIfMissing === undefined && gates.enabled('VolumeLimitScaling')) {
    errors.required(SPEC.child('preventPodSchedulingIfMissing'))
  }
}

function validateTokens(requests: readonly TokenRequest[], path: Path, errors: FieldErrors): void {
  const audiences = new Set<string>()
  for (const [i, { audience, expirationSeconds: seconds }] of requests.entries()) {
    const place = path.index(i)
    if (audiences.has(audience)) {
      errors.duplicate(place.child('audience'), audience)
      continue
    }
    audiences.add(audience)
    if (seconds === undefined) continue
    const at = place.child('expirationSeconds')
    if (seconds < MIN_EXPIRATION) errors.invalid(at, seconds, 'may not specify a duration less than 10 minutes')
    if (seconds > MAX_EXPIRATION) errors.invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')
  }
}
