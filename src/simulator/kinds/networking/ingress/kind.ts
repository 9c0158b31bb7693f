// Ingress: which services answer for which hosts and paths.
// Upstream: pkg/registry/networking/ingress/strategy.go.
import type { Ingress } from '../../../../generated/api/networking.v1.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { loadBalancerText } from '../../lib/load-balancer-text.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain, warningsForIP } from '../../lib/validation/names.ts'
import { optionsFor, validateIngressSpec } from './validation.ts'
import { validateIngressStatus } from './validation-status.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const INGRESS = Path.of('status', 'loadBalancer', 'ingress')
const CLASS = 'kubernetes.io/ingress.class'
const HOSTS_SHOWN = 3

/** The hosts of the first rules; rules for any host show nothing, but are counted. */
function hostsText({ spec: { rules = [] } }: Ingress): string {
  const hosts: string[] = []
  let more = false
  for (const { host } of rules) {
    if (hosts.length === HOSTS_SHOWN) more = true
    if (!more && host) hosts.push(host)
  }
  if (hosts.length === 0) return '*'
  return more ? `${hosts.join(',')} + ${rules.length - HOSTS_SHOWN} more...` : hosts.join(',')
}

/** Ingress of networking.k8s.io/v1. */
export const kind: KindRules<Ingress> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  name: nameIsDNSSubdomain,
  prepareForCreate(object) {
    object.status = { loadBalancer: {} }
    object.metadata.generation = 1
  },
  validate(object, errors, context) {
    validateIngressSpec(object.spec, errors, optionsFor(undefined, context))
    const annotation = object.metadata.annotations?.[CLASS]
    const name = object.spec.ingressClassName
    if (annotation !== undefined && name !== undefined && annotation !== name) {
      errors.invalid(`annotations.${CLASS}`, annotation, 'must match `ingressClassName` when both are specified')
    }
  },
  warningsOnCreate: ({ metadata, spec }) =>
    metadata.annotations?.[CLASS] !== undefined && spec.ingressClassName === undefined
      ? [`annotation "${CLASS}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
  update: {
    prepare(object, old) {
      object.status = old.status
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateIngressSpec(object.spec, errors, optionsFor(old, context))
    },
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate(object, old, errors, { gates }) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        validateIngressStatus(object.status, old.status, errors, gates.enabled('StrictIPCIDRValidation'))
      },
      warnings: ({ status }) =>
        (status.loadBalancer.ingress ?? []).flatMap(({ ip }, i) => (ip ? warningsForIP(INGRESS.index(i), ip) : [])),
    },
  },
  row: (object, now) => [
    object.metadata.name,
    object.spec.ingressClassName ?? '<none>',
    hostsText(object),
    loadBalancerText(object.status.loadBalancer.ingress),
    object.spec.tls?.length ? '80, 443' : '80',
    age(object.metadata.creationTimestamp, now),
  ],
}
