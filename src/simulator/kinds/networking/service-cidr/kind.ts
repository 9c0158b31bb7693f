// ServiceCIDR: networks that cluster IPs are handed out from.
// Upstream: pkg/registry/networking/servicecidr/strategy.go, ValidateServiceCIDR in pkg/apis/networking/validation/validation.go.
import type { ServiceCIDR } from '../../../../generated/api/networking.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { resetMetaForStatus } from '../../lib/status-meta.ts'
import { FIELD_IMMUTABLE, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { isIPv4, isValidCIDR, nameIsDNSSubdomain, parseCIDR } from '../../lib/validation/names.ts'

const CIDRS = Path.of('spec', 'cidrs')

function validate({ spec }: ServiceCIDR, errors: FieldErrors): void {
  const cidrs = spec.cidrs ?? []
  if (cidrs.length === 0) {
    errors.required(CIDRS, 'at least one CIDR required')
    return
  }
  if (cidrs.length > 2) {
    errors.invalid(CIDRS, { CIDRs: cidrs }, 'may only hold up to 2 values')
    return
  }
  for (const [i, cidr] of cidrs.entries()) isValidCIDR(CIDRS.index(i), cidr, errors)
  const [first, second] = cidrs.map((cidr) => parseCIDR(cidr))
  if (first === undefined || second === undefined || isIPv4(first.ip) !== isIPv4(second.ip)) return
  const example = '192.168.0.0/24 and 2001:db8::/64'
  errors.invalid(CIDRS, cidrs, `may specify no more than one IP for each IP family, i.e ${example}`)
}

/** Networks stay; one of the other family may join one that is alone. */
function validateChange(object: ServiceCIDR, old: ServiceCIDR, errors: FieldErrors): void {
  const before = old.spec.cidrs ?? []
  const now = object.spec.cidrs ?? []
  const same = before.length === now.length
  if (!same && !(before.length === 1 && now.length === 2)) {
    errors.invalid(CIDRS, object.spec.cidrs, FIELD_IMMUTABLE)
    return
  }
  for (const [i, cidr] of before.entries()) {
    if (cidr !== now[i]) errors.invalid(CIDRS.index(i), now[i], FIELD_IMMUTABLE)
  }
  if (!same) validate(object, errors)
}

/** ServiceCIDR of networking.k8s.io/v1. */
export const kind: KindRules<ServiceCIDR> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  name: nameIsDNSSubdomain,
  prepareForCreate(object, { gates }) {
    if (gates.enabled('ServiceCIDRStatusFieldWiping')) object.status = {}
  },
  validate,
  update: {
    prepare(object, old, { gates }) {
      if (gates.enabled('ServiceCIDRStatusFieldWiping')) object.status = old.status
    },
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateChange(object, old, errors)
    },
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
        resetMetaForStatus(object.metadata, old.metadata)
      },
      validate: (object, old, errors) => validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors),
    },
  },
  row: (object, now) => [
    object.metadata.name,
    (object.spec.cidrs ?? []).join(','),
    age(object.metadata.creationTimestamp, now),
  ],
}
