// APIService: who serves a version of an API group, this server or a service behind it.
// Upstream: kube-aggregator/pkg/registry/apiservice/strategy.go, pkg/apis/apiregistration/validation/validation.go.
import type { APIService } from '../../../../generated/api/apiregistration.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules, NameRule } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { base64Size } from '../../lib/data-size.ts'
import { METADATA, validateObjectMeta, validateObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import {
  isDNS1035Label,
  isDNS1123Subdomain,
  isPathSegmentName,
  isValidPortNum,
  validatePathSegmentName,
} from '../../lib/validation/names.ts'

const SPEC = Path.of('spec')
const SERVICE = SPEC.child('service')
const MAX_GROUP_PRIORITY = 20000
const MAX_VERSION_PRIORITY = 1000
const DEFAULT_PORT = 443
const STATUSES = ['True', 'False', 'Unknown']

function nameOf({ spec }: APIService): NameRule {
  const required = `${spec.version ?? ''}.${spec.group ?? ''}`
  return (name) => {
    const problems = isPathSegmentName(name)
    if (problems.length > 0) return problems
    return name === required ? [] : [`must be \`spec.version+"."+spec.group\`: ${quote(required)}`]
  }
}

function validate(object: APIService, errors: FieldErrors): void {
  validateObjectMeta(object.metadata, { namespaced: false, name: nameOf(object) }, METADATA, errors)
  const { group = '', version = '', groupPriorityMinimum, versionPriority } = object.spec
  if (group === '' && version !== 'v1') {
    errors.required(SPEC.child('group'), 'only v1 may have an empty group and it better be legacy kube')
  }
  if (group !== '') errors.invalidAll(SPEC.child('group'), group, isDNS1123Subdomain(group))
  errors.invalidAll(SPEC.child('version'), version, isDNS1035Label(version))
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > MAX_GROUP_PRIORITY) {
    const detail = `must be positive and less than ${MAX_GROUP_PRIORITY}`
    errors.invalid(SPEC.child('groupPriorityMinimum'), groupPriorityMinimum, detail)
  }
  if (versionPriority <= 0 || versionPriority > MAX_VERSION_PRIORITY) {
    const detail = `must be positive and less than ${MAX_VERSION_PRIORITY}`
    errors.invalid(SPEC.child('versionPriority'), versionPriority, detail)
  }
  validateService(object, errors)
}

function validateService({ spec }: APIService, errors: FieldErrors): void {
  const { service, caBundle = '', insecureSkipTLSVerify: insecure = false } = spec
  const skip = SPEC.child('insecureSkipTLSVerify')
  if (service === undefined) {
    const size = `${base64Size(caBundle)} bytes`
    if (caBundle !== '') errors.invalid(SPEC.child('caBundle'), size, 'local APIServices may not have a caBundle')
    if (insecure) errors.invalid(skip, true, 'local APIServices may not have insecureSkipTLSVerify')
    return
  }
  if (!service.namespace) errors.required(SERVICE.child('namespace'))
  if (!service.name) errors.required(SERVICE.child('name'))
  const port = service.port ?? 0
  const problems = isValidPortNum(port)
  if (problems.length > 0) errors.invalid(SERVICE.child('port'), port, `port is not valid: ${problems.join(', ')}`)
  if (insecure && caBundle !== '') errors.invalid(skip, true, 'may not be true if caBundle is present')
}

function available({ status }: APIService): string {
  const condition = status.conditions?.find(({ type }) => type === 'Available')
  if (condition === undefined) return 'Unknown'
  return condition.status !== 'True' && condition.reason
    ? `${condition.status} (${condition.reason})`
    : condition.status
}

/** APIService of apiregistration.k8s.io/v1. */
export const kind: KindRules<APIService> = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  name: validatePathSegmentName,
  metadata: 'own',
  defaults({ spec }) {
    if (spec.service !== undefined) spec.service.port ??= DEFAULT_PORT
  },
  prepareForCreate(object, { now }) {
    const message = 'Local APIServices are always available'
    const local = { type: 'Available', status: 'True', lastTransitionTime: now, reason: 'Local', message }
    object.status = object.spec.service === undefined ? { conditions: [local] } : {}
  },
  validate,
  update: {
    prepare(object, old) {
      object.status = old.status
    },
    validate(object, old, errors) {
      validateObjectMetaUpdate(object.metadata, old.metadata, errors)
      validate(object, errors)
    },
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
        for (const field of ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const) {
          if (old.metadata[field] === undefined) delete object.metadata[field]
          else Object.assign(object.metadata, { [field]: old.metadata[field] })
        }
      },
      validate(object, old, errors) {
        validateObjectMetaUpdate(object.metadata, old.metadata, errors)
        for (const [i, { status }] of (object.status.conditions ?? []).entries()) {
          const path = Path.of('status', 'conditions').index(i).child('status')
          if (!STATUSES.includes(status)) errors.notSupported(path, status, STATUSES)
        }
      },
    },
  },
  row: (object, now) => {
    const { metadata, spec } = object
    const service = spec.service === undefined ? 'Local' : `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}`
    return [metadata.name, service, available(object), age(metadata.creationTimestamp, now)]
  },
}
