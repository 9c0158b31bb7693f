// Endpoints: where a service's traffic may go, the old form of EndpointSlices. Subsets older than a rule stay as they are.
// Upstream: pkg/registry/core/endpoint/strategy.go, ValidateEndpoints in pkg/apis/core/validation/validation.go.
import type { EndpointAddress, EndpointPort, Endpoints } from '../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { validateEndpointIP } from '../../lib/endpoints/endpoint-ip.ts'
import { validateProtocol } from '../../lib/ports/protocol.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import {
  isDNS1123Label,
  isQualifiedName,
  isValidIPForLegacyField,
  isValidPortNum,
  nameIsDNSSubdomain,
  warningsForIP,
} from '../../lib/validation/names.ts'
import { endpointsText } from './row.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const SUBSETS = Path.of('subsets')
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
const CONTROLLER = 'endpoint-controller'
const LISTS = ['addresses', 'notReadyAddresses'] as const

function validate(object: Endpoints, old: Endpoints | undefined, errors: FieldErrors, context: KindContext): void {
  const found = new FieldErrors()
  validateSubsets(object, found, context.gates.enabled('StrictIPCIDRValidation'))
  if (found.length > 0 && old !== undefined && semanticEqual(old.subsets, object.subsets)) return
  errors.list.push(...found.list)
}

function validateSubsets({ subsets = [] }: Endpoints, errors: FieldErrors, strict: boolean): void {
  for (const [i, subset] of subsets.entries()) {
    const path = SUBSETS.index(i)
    if (LISTS.every((list) => !subset[list]?.length)) {
      errors.required(path, 'must specify `addresses` or `notReadyAddresses`')
    }
    for (const list of LISTS) {
      for (const [j, address] of (subset[list] ?? []).entries()) {
        validateAddress(address, path.child(list).index(j), errors, strict)
      }
    }
    const ports = subset.ports ?? []
    for (const [j, port] of ports.entries()) {
      validatePort(port, ports.length > 1, path.child('ports').index(j), errors)
    }
  }
}

function validateAddress(
  { ip, hostname, nodeName }: EndpointAddress,
  path: Path,
  errors: FieldErrors,
  strict: boolean,
) {
  isValidIPForLegacyField(path.child('ip'), ip, errors, strict)
  if (hostname) errors.invalidAll(path.child('hostname'), hostname, isDNS1123Label(hostname))
  if (nodeName !== undefined) {
    errors.invalidAll(path.child('nodeName'), nodeName, nameIsDNSSubdomain(nodeName, false))
  }
  validateEndpointIP(ip, path.child('ip'), errors)
}

function validatePort(port: EndpointPort, needsName: boolean, path: Path, errors: FieldErrors): void {
  const { name, appProtocol } = port
  if (name) errors.invalidAll(path.child('name'), name, isDNS1123Label(name))
  else if (needsName) errors.required(path.child('name'))
  errors.invalidAll(path.child('port'), port.port, isValidPortNum(port.port))
  validateProtocol(port.protocol, path.child('protocol'), errors)
  if (appProtocol !== undefined) errors.invalidAll(path.child('appProtocol'), appProtocol, isQualifiedName(appProtocol))
}

/** Addresses written unusually; the controller writes none such. */
function warnings({ metadata, subsets = [] }: Endpoints): readonly string[] {
  if (metadata.labels?.[MANAGED_BY] === CONTROLLER) return []
  return subsets.flatMap((subset, i) =>
    LISTS.flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, j) => warningsForIP(SUBSETS.index(i).child(list).index(j).child('ip'), ip)),
    ),
  )
}

/** Endpoints of v1. */
export const kind: KindRules<Endpoints> = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  name: nameIsDNSSubdomain,
  deprecated: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults(object) {
    for (const subset of object.subsets ?? []) for (const port of subset.ports ?? []) port.protocol ||= 'TCP'
  },
  validate: (object, errors, context) => validate(object, undefined, errors, context),
  warningsOnCreate: warnings,
  update: {
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, old, errors, context)
    },
    warnings,
  },
  row: (object, now) => [object.metadata.name, endpointsText(object), age(object.metadata.creationTimestamp, now)],
}
