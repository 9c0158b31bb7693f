// EndpointSlice: some of the places a service's traffic may go.
// Upstream: pkg/registry/discovery/endpointslice/strategy.go.
import type { EndpointSlice } from '../../../../generated/api/discovery.v1.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateImmutableField,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain, warningsForIP } from '../../lib/validation/names.ts'
import { dropTopology } from './topology.ts'
import { validateSlice } from './validation.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const ENDPOINTS = Path.of('endpoints')
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
const CONTROLLERS: readonly string[] = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']
const SHOWN = 3
const FORMS = ['addressType', 'endpoints', 'ports'] as const

/** Addresses written unusually; the controllers write none such. */
function warnings({ metadata, endpoints }: EndpointSlice): readonly string[] {
  if (CONTROLLERS.includes(metadata.labels?.[MANAGED_BY] ?? '')) return []
  return (endpoints ?? []).flatMap(({ addresses }, i) =>
    (addresses ?? []).flatMap((address, j) => warningsForIP(ENDPOINTS.index(i).child('addresses').index(j), address)),
  )
}

function firstOf(texts: readonly string[]): string {
  const text = texts.slice(0, SHOWN).join(',')
  if (texts.length > SHOWN) return `${text} + ${texts.length - SHOWN} more...`
  return text || '<unset>'
}

/** The generation counts changes of everything but metadata, and of labels. */
function changed(object: EndpointSlice, old: EndpointSlice): boolean {
  if (!semanticEqual(object.metadata.labels, old.metadata.labels)) return true
  return FORMS.some((field) => !semanticEqual(object[field], old[field]))
}

const isStrict = ({ gates }: KindContext): boolean => gates.enabled('StrictIPCIDRValidation')

/** EndpointSlice of discovery.k8s.io/v1. */
export const kind: KindRules<EndpointSlice> = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  name: nameIsDNSSubdomain,
  defaults(object) {
    for (const port of object.ports ?? []) {
      port.name ??= ''
      port.protocol ??= 'TCP'
    }
  },
  prepareForCreate(object) {
    object.metadata.generation = 1
    dropTopology(object, undefined)
  },
  validate: (object, errors, context) => validateSlice(object, undefined, errors, isStrict(context)),
  warningsOnCreate: (object) => [
    ...(object.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    ...warnings(object),
  ],
  update: {
    prepare(object, old) {
      if (changed(object, old)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
      dropTopology(object, old)
    },
    validate(object, old, errors, context) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateSlice(object, old, errors, isStrict(context))
      validateImmutableField(object.addressType, old.addressType, Path.of('addressType'), errors)
    },
    warnings,
  },
  row: (object, now) => [
    object.metadata.name,
    object.addressType,
    firstOf((object.ports ?? []).map(({ port, name }) => String(port ?? name ?? '*'))),
    firstOf((object.endpoints ?? []).flatMap(({ addresses }) => addresses ?? [])),
    age(object.metadata.creationTimestamp, now),
  ],
}
