// The addresses of a pod and of its node. Upstream: pkg/apis/core/validation/validation.go (validatePodIPs, validateHostIPs).
import type { PodStatus } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { PodValidationOptions } from '../../lib/pod-spec/options.ts'
import { isValidIPForLegacyField, parseIP } from '../../lib/validation/names.ts'

/** Valid addresses, at most one of each family; old ones may stay as they are. */
export function validateAddresses(
  status: PodStatus,
  old: PodStatus,
  statusPath: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  for (const list of ['podIPs', 'hostIPs'] as const) {
    const addresses = (status[list] ?? []).map(({ ip }) => ip)
    const path = statusPath.child(list)
    if (list === 'hostIPs' && addresses.length > 0 && (status.hostIP ?? '') !== addresses[0]) {
      errors.invalid(path.index(0).child('ip'), addresses[0], 'must be equal to `hostIP`')
    }
    const before = (old[list] ?? []).map(({ ip }) => ip)
    for (const [i, ip] of addresses.entries()) {
      isValidIPForLegacyField(path.index(i), ip, errors, options.strictIPs, before)
    }
    if (addresses.length > 1) validateFamilies(addresses, path, errors)
  }
}

function validateFamilies(addresses: readonly string[], path: Path, errors: FieldErrors): void {
  const parsed = addresses.map(parseIP)
  const wrong = parsed.indexOf(undefined)
  if (wrong !== -1) {
    const error = `invalid IP[${wrong}]: ${addresses[wrong]}`
    errors.internal(path, `failed to check for dual stack with error:${error}`)
  }
  const families = new Set(parsed.map((ip) => ip?.v4))
  if (wrong === -1 && families.size === 2 && addresses.length === 2) return
  const shown = addresses.map((ip) => ({ IP: ip }))
  errors.invalid(path, shown, 'may specify no more than one IP for each IP family')
}
