// What the spec of an ingress must be: hosts, paths, backends, certificates.
// Upstream: ValidateIngressSpec in pkg/apis/networking/validation/validation.go.
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressRule,
  IngressServiceBackend,
  IngressSpec,
  IngressTLS,
} from '../../../../generated/api/networking.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext } from '../../contract.ts'
import { validateReferenceParts } from '../../lib/reference.ts'
import {
  isDNS1123Subdomain,
  isValidPortName,
  isValidPortNum,
  isWildcardDNS1123Subdomain,
  nameIsDNS1035Label,
  nameIsDNSLabel,
  nameIsDNSSubdomain,
  parseIP,
} from '../../lib/validation/names.ts'

const SPEC = Path.of('spec')
const PATH_TYPES: readonly string[] = ['Exact', 'ImplementationSpecific', 'Prefix']
const SEQUENCES: readonly string[] = ['//', '/./', '/../', '%2f', '%2F']
const SUFFIXES: readonly string[] = ['/..', '/.']

/** What a stored ingress may keep though it is not valid any more. */
export interface IngressOptions {
  readonly allowInvalidSecretName: boolean
  readonly allowInvalidWildcardRule: boolean
  /** Services may be named by labels that start with a digit. */
  readonly relaxedServiceName: boolean
}

/** The options for a new ingress, or for one that takes the place of `old`. */
export function optionsFor(old: Ingress | undefined, { gates }: KindContext): IngressOptions {
  const strict = { allowInvalidSecretName: false, allowInvalidWildcardRule: false, relaxedServiceName: false }
  const rules = old?.spec.rules ?? []
  return {
    allowInvalidSecretName: (old?.spec.tls ?? []).some(({ secretName }) => secretProblems(secretName).length > 0),
    allowInvalidWildcardRule: rules.some((rule) => {
      if (!rule.host?.includes('*')) return false
      const errors = new FieldErrors()
      validatePaths(rule, SPEC, errors, strict)
      return errors.length > 0
    }),
    relaxedServiceName:
      gates.enabled('RelaxedServiceNameValidation') || (old !== undefined && backendsOf(old.spec).some(isRelaxed)),
  }
}

const secretProblems = (name: string | undefined): readonly string[] => (name ? nameIsDNSSubdomain(name, false) : [])

const backendsOf = ({ defaultBackend, rules = [] }: IngressSpec): readonly IngressBackend[] => [
  ...(defaultBackend ? [defaultBackend] : []),
  ...rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
]

const isRelaxed = ({ service }: IngressBackend): boolean =>
  service !== undefined &&
  nameIsDNSLabel(service.name, false).length === 0 &&
  nameIsDNS1035Label(service.name, false).length > 0

/** ValidateIngressSpec. */
export function validateIngressSpec(spec: IngressSpec, errors: FieldErrors, options: IngressOptions): void {
  const { rules = [], tls = [], defaultBackend, ingressClassName } = spec
  if (rules.length === 0 && defaultBackend === undefined) {
    errors.invalid(SPEC, spec.rules, 'either `defaultBackend` or `rules` must be specified')
  }
  if (defaultBackend) validateBackend(defaultBackend, SPEC.child('defaultBackend'), errors, options)
  for (const [i, rule] of rules.entries()) validateRule(rule, SPEC.child('rules').index(i), errors, options)
  for (const [i, entry] of tls.entries()) validateTLS(entry, SPEC.child('tls').index(i), errors, options)
  if (ingressClassName !== undefined) {
    errors.invalidAll(SPEC.child('ingressClassName'), ingressClassName, nameIsDNSSubdomain(ingressClassName, false))
  }
}

const hostProblems = (host: string): readonly string[] =>
  host.includes('*') ? isWildcardDNS1123Subdomain(host) : isDNS1123Subdomain(host)

function validateTLS({ hosts = [], secretName }: IngressTLS, path: Path, errors: FieldErrors, options: IngressOptions) {
  for (const [i, host] of hosts.entries()) errors.invalidAll(path.child('hosts').index(i), host, hostProblems(host))
  if (!options.allowInvalidSecretName) {
    errors.invalidAll(path.child('secretName'), secretName, secretProblems(secretName))
  }
}

function validateRule(rule: IngressRule, path: Path, errors: FieldErrors, options: IngressOptions): void {
  const { host } = rule
  if (host) {
    if (parseIP(host) !== undefined) errors.invalid(path.child('host'), host, 'must be a DNS name, not an IP address')
    errors.invalidAll(path.child('host'), host, hostProblems(host))
  }
  if (host?.includes('*') && options.allowInvalidWildcardRule) return
  validatePaths(rule, path, errors, options)
}

function validatePaths({ http }: IngressRule, path: Path, errors: FieldErrors, options: IngressOptions): void {
  if (http === undefined) return
  const place = path.child('http', 'paths')
  if (!http.paths?.length) errors.required(place)
  for (const [i, entry] of (http.paths ?? []).entries()) validatePath(entry, place.index(i), errors, options)
}

function validatePath(entry: HTTPIngressPath, at: Path, errors: FieldErrors, options: IngressOptions): void {
  const { path = '', pathType, backend } = entry
  if (pathType === undefined || pathType === null) {
    errors.required(at.child('pathType'), 'pathType must be specified')
    return
  }
  const place = at.child('path')
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) errors.invalid(place, path, 'must be an absolute path')
    for (const part of SEQUENCES) {
      if (path.includes(part)) errors.invalid(place, path, `must not contain '${part}'`)
    }
    for (const end of SUFFIXES) if (path.endsWith(end)) errors.invalid(place, path, `cannot end with '${end}'`)
  } else if (pathType === 'ImplementationSpecific') {
    if (path && !path.startsWith('/')) errors.invalid(place, path, 'must be an absolute path')
  } else errors.notSupported(at.child('pathType'), pathType, PATH_TYPES)
  validateBackend(backend, at.child('backend'), errors, options)
}

function validateBackend(backend: IngressBackend, path: Path, errors: FieldErrors, options: IngressOptions): void {
  const { resource, service } = backend
  if (resource && service) errors.invalid(path, '', 'cannot set both resource and service backends')
  else if (resource) validateReferenceParts(resource, path.child('resource'), errors)
  else if (service) validateService(service, path, errors, options)
  else errors.invalid(path, '', 'resource or service backend is required')
}

function validateService(service: IngressServiceBackend, path: Path, errors: FieldErrors, options: IngressOptions) {
  const at = path.child('service')
  const rule = options.relaxedServiceName ? nameIsDNSLabel : nameIsDNS1035Label
  if (service.name === '') errors.required(at.child('name'))
  else errors.invalidAll(at.child('name'), service.name, rule(service.name, false))
  const { name, number } = service.port
  if (name && number) errors.invalid(path, '', 'cannot set both port name & port number')
  else if (name) errors.invalidAll(at.child('port', 'name'), name, isValidPortName(name))
  else if (number) errors.invalidAll(at.child('port', 'number'), number, isValidPortNum(number))
  else errors.required(path, 'port name or number is required')
}
