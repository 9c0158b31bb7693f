// NetworkPolicy: which traffic pods may have. Upstream: pkg/registry/networking/networkpolicy/strategy.go.
import type { NetworkPolicy } from '../../../../generated/api/networking.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { labelSelectorText } from '../../lib/labels-text.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain, warningsForCIDR } from '../../lib/validation/names.ts'
import { eachPeer, validatePolicySpec } from './validation.ts'

function setDefaults({ spec }: NetworkPolicy): void {
  for (const { ports = [] } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of ports) port.protocol ??= 'TCP'
  }
  if (spec.policyTypes?.length) return
  spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress']
}

/** Networks written unusually. */
function warnings({ spec }: NetworkPolicy): readonly string[] {
  const found: string[] = []
  eachPeer(spec, ({ ipBlock }, path) => {
    if (ipBlock === undefined) return
    const place = path.child('ipBlock')
    found.push(...warningsForCIDR(place.child('cidr'), ipBlock.cidr))
    for (const [i, except] of (ipBlock.except ?? []).entries()) {
      found.push(...warningsForCIDR(place.child('except').index(i), except))
    }
  })
  return found
}

const isStrict = ({ gates }: KindContext): boolean => gates.enabled('StrictIPCIDRValidation')

/** NetworkPolicy of networking.k8s.io/v1. */
export const kind: KindRules<NetworkPolicy> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  name: nameIsDNSSubdomain,
  defaults: setDefaults,
  prepareForCreate(object) {
    object.metadata.generation = 1
  },
  validate: (object, errors, context) => validatePolicySpec(object.spec, undefined, errors, isStrict(context)),
  warningsOnCreate: warnings,
  update: {
    prepare(object, old) {
      if (!deepEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validatePolicySpec(object.spec, old.spec, errors, isStrict(context))
    },
    warnings,
  },
  row: (object, now) => [
    object.metadata.name,
    labelSelectorText(object.spec.podSelector),
    age(object.metadata.creationTimestamp, now),
  ],
}
