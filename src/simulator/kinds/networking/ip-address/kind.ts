// IPAddress: an address that is taken, named by itself, and whose it is.
// Upstream: pkg/registry/networking/ipaddress/strategy.go, ValidateIPAddress in pkg/apis/networking/validation/validation.go.
import type { IPAddress } from '../../../../generated/api/networking.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules, NameRule } from '../../contract.ts'
import { validateSegment } from '../../lib/reference.ts'
import {
  METADATA,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateImmutableField,
} from '../../lib/validation/metadata.ts'
import { formatIP, isDNS1123Subdomain, isPathSegmentName, parseIP } from '../../lib/validation/names.ts'

const PARENT = Path.of('spec', 'parentRef')

/** The one canonical form of an address. */
const nameIsIP: NameRule = (name) => {
  const ip = parseIP(name)
  if (ip === undefined) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']
  if (ip.sloppy) return ['must not have leading 0s']
  if (ip.mapped) return ['must not be an IPv4-mapped IPv6 address']
  const canonical = formatIP(ip)
  return name === canonical ? [] : [`must be in canonical form ("${canonical}")`]
}
const META_RULES = { namespaced: false, name: nameIsIP }

function validate({ spec: { parentRef } }: IPAddress, errors: FieldErrors): void {
  if (parentRef === undefined) {
    errors.required(PARENT)
    return
  }
  const { group, resource = '', namespace, name = '' } = parentRef
  if (group) errors.invalidAll(PARENT.child('group'), group, isDNS1123Subdomain(group))
  validateSegment(resource, PARENT.child('resource'), errors)
  validateSegment(name, PARENT.child('name'), errors)
  if (namespace) errors.invalidAll(PARENT.child('namespace'), namespace, isPathSegmentName(namespace))
}

function parentText({ spec: { parentRef } }: IPAddress): string {
  if (parentRef === undefined) return '<none>'
  const { group, resource = '', namespace, name = '' } = parentRef
  const what = (group ? `${resource}.${group}` : resource).toLowerCase()
  return namespace ? `${what}/${namespace}/${name}` : `${what}/${name}`
}

/** IPAddress of networking.k8s.io/v1. */
export const kind: KindRules<IPAddress> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IPAddress',
  name: nameIsIP,
  validate,
  update: {
    validate(object, old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateImmutableField(object.spec.parentRef, old.spec.parentRef, PARENT, errors)
    },
  },
  row: (object) => [object.metadata.name, parentText(object)],
}
