// DefaultIngressClass: an ingress that names no class gets the default one, where there is one.
// Upstream: plugin/pkg/admission/network/defaultingressclass/admission.go.
import type { Ingress, IngressClass } from '../../generated/api/networking.v1.ts'
import type { AdmissionPlugin } from './contract.ts'
import { defaultClass } from './lib/default-class.ts'

const CLASSES = 'ingressclasses.networking.k8s.io'
const CLASS = 'kubernetes.io/ingress.class'
const DEFAULTS = ['ingressclass.kubernetes.io/is-default-class']

/** The DefaultIngressClass plugin. */
export const plugin: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource.key === 'ingresses.networking.k8s.io' && subresource === '',
  admit({ object }, { lister }) {
    const { metadata, spec } = object as Ingress
    if (spec.ingressClassName !== undefined || metadata.annotations?.[CLASS] !== undefined) return
    const found = defaultClass(lister.list<IngressClass>(CLASSES), DEFAULTS)
    if (found?.metadata.name) spec.ingressClassName = found.metadata.name
  },
}
