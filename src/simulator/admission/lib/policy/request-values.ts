// What expressions see of a request: object, oldObject, request, namespaceObject, params, authorizer.
// Upstream: apiserver/pkg/admission/plugin/cel/{activation,condition}.go.
import type { Namespace } from '../../../../generated/api/core.v1.ts'
import type { KubeObject, ResourceInfo, UserInfo } from '../../../api/types.ts'
import type { AuthorizationAttributes } from '../../../auth/contract.ts'
import {
  type AccessCheck,
  type AccessDecision,
  authorizerValue,
  requestResourceValue,
} from '../../../cel/library/authorizer.ts'
import { fromJson } from '../../../cel/values/json.ts'
import type { CelValue } from '../../../cel/values/value.ts'
import type { AdmissionAttributes, AdmissionContext } from '../../contract.ts'

/** Answers the variables of one request with one parameter; each is made when it is first asked for. */
export class RequestValues {
  readonly #attributes: AdmissionAttributes
  readonly #context: AdmissionContext
  readonly #param: KubeObject | undefined
  readonly #known = new Map<string, CelValue>()

  constructor(attributes: AdmissionAttributes, context: AdmissionContext, param: KubeObject | undefined) {
    this.#attributes = attributes
    this.#context = context
    this.#param = param
  }

  get(name: string): CelValue | undefined {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const made = this.#make(name)
    if (made !== undefined) this.#known.set(name, made)
    return made
  }

  /** The object changed: it is looked at anew. */
  forgetObject(): void {
    this.#known.delete('object')
  }

  #make(name: string): CelValue | undefined {
    const { object, oldObject, resource } = this.#attributes
    switch (name) {
      case 'object':
        return fromJson(object === undefined ? null : typed(object, resource))
      case 'oldObject':
        return fromJson(oldObject === undefined ? null : typed(oldObject, resource))
      case 'params':
        return fromJson(this.#param ?? null)
      case 'request':
        return fromJson(admissionRequest(this.#attributes))
      case 'namespaceObject':
        return fromJson(namespaceOf(this.#attributes, this.#context))
      case 'authorizer':
        return authorizerValue((check) => this.#decide(check))
      case 'authorizer.requestResource':
        return requestResourceValue((check) => this.#decide(check), requestResource(this.#attributes))
      default:
        return undefined
    }
  }

  #decide(check: AccessCheck): AccessDecision {
    const { serviceAccount, path, group, resource, subresource, namespace, name, verb } = check
    const user: UserInfo =
      serviceAccount === undefined
        ? this.#attributes.user
        : {
            name: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
            groups: [
              'system:serviceaccounts',
              `system:serviceaccounts:${serviceAccount.namespace}`,
              'system:authenticated',
            ],
          }
    const asked: AuthorizationAttributes = {
      user,
      verb,
      resourceRequest: path === undefined,
      apiGroup: group,
      apiVersion: '*',
      resource,
      subresource,
      namespace,
      name,
      path: path ?? '',
    }
    const { verdict, reason, error } = this.#context.authorizer.authorize(asked)
    return { allowed: verdict === 'Allow', reason, ...(error === undefined ? {} : { error }) }
  }
}

const typed = (object: KubeObject, { kind, apiVersion }: AdmissionAttributes['resource']): KubeObject =>
  object.kind === undefined ? { kind, apiVersion, ...object } : object

function requestResource({ resource, subresource, namespace, name }: AdmissionAttributes): Partial<AccessCheck> {
  return { group: resource.group, resource: resource.resource, subresource, namespace, name }
}

/** The request's namespace; null for what is in none, and for namespaces themselves. */
function namespaceOf({ resource, namespace }: AdmissionAttributes, { lister }: AdmissionContext): unknown {
  if (namespace === '' || resource.key === 'namespaces') return null
  const found = lister.get<Namespace>('namespaces', '', namespace)
  if (found === undefined) return null
  const { metadata, spec, status } = found
  const { ownerReferences: _owners, managedFields: _managed, ...kept } = metadata
  return { metadata: kept, spec, status }
}

/** The kind of what is sent: that of the subresource where it has its own. */
function kindIn(info: ResourceInfo, subresource: string): Readonly<Record<string, string>> {
  const sub = subresource === '' ? undefined : info.subresources.get(subresource)
  const { apiVersion, kind } = sub ?? info
  const slash = apiVersion.indexOf('/')
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind }
}

const resourceIn = ({ group, version, resource }: ResourceInfo): Readonly<Record<string, string>> => ({
  group,
  version,
  resource,
})

/** The AdmissionRequest, without the objects. */
export function admissionRequest(attributes: AdmissionAttributes): Readonly<Record<string, unknown>> {
  const { operation, resource, requested = resource, subresource, namespace, name, user, dryRun } = attributes
  return {
    uid: '',
    kind: kindIn(resource, subresource),
    resource: resourceIn(resource),
    ...(subresource ? { subResource: subresource } : {}),
    requestKind: kindIn(requested, subresource),
    requestResource: resourceIn(requested),
    ...(subresource ? { requestSubResource: subresource } : {}),
    ...(name ? { name } : {}),
    ...(namespace ? { namespace } : {}),
    operation,
    userInfo: {
      ...(user.name ? { username: user.name } : {}),
      ...(user.uid ? { uid: user.uid } : {}),
      ...(user.groups.length > 0 ? { groups: user.groups } : {}),
      ...(user.extra ? { extra: user.extra } : {}),
    },
    object: null,
    oldObject: null,
    dryRun,
    options: attributes.options(),
  }
}
