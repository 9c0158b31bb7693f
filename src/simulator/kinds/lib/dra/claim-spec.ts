// What a claim asks for: requests, constraints between them, parameters. In claims and in templates of claims.
// Upstream: validateDeviceClaim and below in pkg/apis/resource/validation/validation.go.
import type {
  DeviceClaim,
  DeviceClaimConfiguration,
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimSpec,
} from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { FeatureGates } from '../../../api/types.ts'
import { validateConfiguration, validateSelectors, validateToleration } from './configuration.ts'
import { validateSet, validateSlice } from './lists.ts'
import { validateClassName, validateFullyQualifiedName, validateLabelLikeName } from './names.ts'

const MAX_REQUESTS = 32
const MAX_CONSTRAINTS = 32
const MAX_CONFIG = 32
const MAX_ALTERNATIVES = 8
const ALLOCATION_MODES = ['All', 'ExactCount']
const ONE_OF = 'exactly one of `exactly` or `firstAvailable` is required'

/** The requests of a claim, each with the names of its alternatives. */
export type RequestNames = ReadonlyMap<string, ReadonlySet<string>>

/** The names that others may refer to. */
export const requestNamesOf = ({ requests }: DeviceClaim): RequestNames =>
  new Map((requests ?? []).map(({ name, firstAvailable = [] }) => [name, new Set(firstAvailable.map((r) => r.name))]))

/** The spec of a claim at `path`. */
export function validateClaimSpec(
  { devices }: ResourceClaimSpec,
  path: Path,
  errors: FieldErrors,
  gates: FeatureGates,
): void {
  const place = path.child('devices')
  const names = requestNamesOf(devices)
  validateSet(
    devices.requests,
    MAX_REQUESTS,
    (request, at) => validateRequest(request, at, errors),
    ({ name }) => name,
    place.child('requests'),
    errors,
  )
  const constraint = (item: DeviceConstraint, at: Path): void => validateConstraint(item, at, errors, names, gates)
  validateSlice(devices.constraints, MAX_CONSTRAINTS, constraint, place.child('constraints'), errors)
  const config = (item: DeviceClaimConfiguration, at: Path): void => {
    validateRequestReferences(item.requests, at.child('requests'), errors, names)
    validateConfiguration(item, at, errors, false)
  }
  validateSlice(devices.config, MAX_CONFIG, config, place.child('config'), errors)
}

function validateRequest({ name, exactly, firstAvailable = [] }: DeviceRequest, path: Path, errors: FieldErrors): void {
  validateLabelLikeName(name, path.child('name'), errors)
  const alternatives = firstAvailable.length > 0
  if (!alternatives && !exactly) errors.required(path, ONE_OF)
  else if (alternatives && exactly) errors.invalid(path, undefined, `${ONE_OF}, but multiple fields are set`)
  else if (exactly) validateWanted(exactly, path.child('exactly'), errors)
  else {
    const judge = (request: DeviceSubRequest, at: Path): void => {
      validateLabelLikeName(request.name, at.child('name'), errors)
      validateWanted(request, at, errors)
    }
    const key = (request: DeviceSubRequest): string => request.name
    validateSet(firstAvailable, MAX_ALTERNATIVES, judge, key, path.child('firstAvailable'), errors)
  }
}

function validateWanted(request: ExactDeviceRequest | DeviceSubRequest, path: Path, errors: FieldErrors): void {
  const { deviceClassName, selectors, allocationMode = '', count = 0, tolerations } = request
  validateClassName(deviceClassName, path.child('deviceClassName'), errors)
  validateSelectors(selectors, path.child('selectors'), errors, false)
  if (allocationMode === 'All') {
    if (count !== 0) errors.invalid(path.child('count'), count, "must not be specified when allocationMode is 'All'")
  } else if (allocationMode === 'ExactCount') {
    if (count <= 0) errors.invalid(path.child('count'), count, 'must be greater than zero')
  } else errors.notSupported(path.child('allocationMode'), allocationMode, ALLOCATION_MODES)
  for (const [i, toleration] of (tolerations ?? []).entries()) {
    validateToleration(toleration, path.child('tolerations').index(i), errors)
  }
}

function validateConstraint(
  { requests, matchAttribute, distinctAttribute }: DeviceConstraint,
  path: Path,
  errors: FieldErrors,
  names: RequestNames,
  gates: FeatureGates,
): void {
  validateRequestReferences(requests, path.child('requests'), errors, names)
  if (matchAttribute !== undefined) {
    validateFullyQualifiedName(matchAttribute, path.child('matchAttribute'), errors)
  } else if (distinctAttribute !== undefined) {
    validateFullyQualifiedName(distinctAttribute, path.child('distinctAttribute'), errors)
  } else if (gates.enabled('DRAConsumableCapacity')) {
    const detail = 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set'
    errors.required(path, detail)
  } else errors.required(path.child('matchAttribute'))
}

/** References to requests, or to their alternatives: `gpu`, `gpu/small`. */
export function validateRequestReferences(
  references: readonly string[] | undefined,
  path: Path,
  errors: FieldErrors,
  names: RequestNames,
): void {
  const judge = (name: string, at: Path): void => validateRequestReference(name, at, errors, names)
  validateSet(references, MAX_REQUESTS, judge, (name) => name, path, errors)
}

/** One such reference. */
export function validateRequestReference(name: string, path: Path, errors: FieldErrors, names: RequestNames): void {
  const detail = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"
  const [request = '', alternative, ...more] = name.split('/')
  if (more.length > 0) {
    errors.invalid(path, name, detail)
    return
  }
  validateLabelLikeName(request, path, errors)
  if (alternative !== undefined) validateLabelLikeName(alternative, path, errors)
  const alternatives = names.get(request)
  const known = alternatives !== undefined && (alternative === undefined || alternatives.has(alternative))
  if (!known) errors.invalid(path, name, detail)
}
