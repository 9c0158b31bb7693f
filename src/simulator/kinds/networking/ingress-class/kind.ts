// IngressClass: which controller sees to the ingresses of a name, with which parameters.
// Upstream: pkg/registry/networking/ingressclass/strategy.go, ValidateIngressClass in pkg/apis/networking/validation/validation.go.
import type { IngressClass, IngressClassParametersReference } from '../../../../generated/api/networking.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { validateReferenceParts } from '../../lib/reference.ts'
import {
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateCoreObjectMetaUpdate,
  validateImmutableField,
} from '../../lib/validation/metadata.ts'
import { byteLength, isDomainPrefixedPath, nameIsDNSLabel, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const CONTROLLER = Path.of('spec', 'controller')
const PARAMETERS = Path.of('spec', 'parameters')
const MAX_CONTROLLER = 250
const SCOPES: readonly string[] = ['Cluster', 'Namespace']
const DEFAULT = 'ingressclass.kubernetes.io/is-default-class'

function validate({ spec }: IngressClass, errors: FieldErrors): void {
  const controller = spec.controller ?? ''
  if (byteLength(controller) > MAX_CONTROLLER) errors.tooLong(CONTROLLER, MAX_CONTROLLER)
  isDomainPrefixedPath(CONTROLLER, controller, errors)
  if (spec.parameters) validateParameters(spec.parameters, errors)
}

function validateParameters(parameters: IngressClassParametersReference, errors: FieldErrors): void {
  validateReferenceParts(parameters, PARAMETERS, errors)
  const { scope, namespace } = parameters
  const place = PARAMETERS.child('namespace')
  if (scope === undefined || scope === null) errors.required(PARAMETERS.child('scope'))
  else if (!SCOPES.includes(scope)) errors.notSupported(PARAMETERS.child('scope'), scope, SCOPES)
  else if (scope === 'Namespace') {
    if (namespace === undefined) errors.required(place, "`parameters.scope` is set to 'Namespace'")
    else errors.invalidAll(place, namespace, nameIsDNSLabel(namespace, false))
  } else if (namespace !== undefined) errors.forbidden(place, "`parameters.scope` is set to 'Cluster'")
}

function parametersText({ spec: { parameters } }: IngressClass): string {
  if (parameters === undefined) return '<none>'
  const { kind, apiGroup, name } = parameters
  return `${kind}${apiGroup === undefined ? '' : `.${apiGroup}`}/${name}`
}

/** IngressClass of networking.k8s.io/v1. */
export const kind: KindRules<IngressClass> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  name: nameIsDNSSubdomain,
  defaults({ spec }) {
    if (spec.parameters) spec.parameters.scope ??= 'Cluster'
  },
  prepareForCreate(object) {
    object.metadata.generation = 1
  },
  validate,
  update: {
    prepare(object, old) {
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateImmutableField(object.spec.controller ?? '', old.spec.controller ?? '', CONTROLLER, errors)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors)
    },
  },
  row: (object, now) => [
    `${object.metadata.name}${object.metadata.annotations?.[DEFAULT] === 'true' ? ' (default)' : ''}`,
    object.spec.controller ?? '',
    parametersText(object),
    age(object.metadata.creationTimestamp, now),
  ],
}
