// OwnerReferencesPermissionEnforcement: who sets owners must be allowed to delete the object, and who lets it hold up its owner's
// deletion must be allowed to set that owner's finalizers. Upstream: plugin/pkg/admission/gc/gc_admission.go.
import type { OwnerReference } from '../../generated/api/meta.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { quote } from '../../model/quote.ts'
import type { KubeObject } from '../api/types.ts'
import type { AuthorizationAttributes, Decision } from '../auth/contract.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

/** The OwnerReferencesPermissionEnforcement plugin. */
export const plugin: AdmissionPlugin = {
  name: 'OwnerReferencesPermissionEnforcement',
  handles: ({ operation, resource, subresource, object }) =>
    (operation === 'CREATE' || operation === 'UPDATE') &&
    object?.metadata !== undefined &&
    !(resource.key === 'pods' && subresource === 'status'),
  validate(attributes, context) {
    const { object, oldObject, operation } = attributes
    const owners = ownersOf(object)
    const before = ownersOf(oldObject)
    if (oldObject === undefined ? owners.length === 0 : deepEqual(owners, before)) return
    if (operation !== 'CREATE') mayDelete(attributes, context)
    const blocking = newlyBlocking(owners, before)
    if (blocking.length === 0) return
    const anything = { apiGroup: '*', apiVersion: '*', resource: '*', name: '*', namespace: '' }
    if (mayFinalize(anything, attributes, context).verdict === 'Allow') return
    for (const owner of blocking) mayBlock(owner, attributes, context)
  },
}

const ownersOf = (object: KubeObject | undefined): readonly OwnerReference[] => object?.metadata?.ownerReferences ?? []

/** Why not, as Go prints a reason and an error. */
const whyNot = ({ reason, error }: Decision): string => `${reason}, ${error ?? '<nil>'}`

function mayDelete(attributes: AdmissionAttributes, { authorizer }: AdmissionContext): void {
  const { user, resource, subresource, namespace, name } = attributes
  const decision = authorizer.authorize({
    user,
    verb: 'delete',
    resourceRequest: true,
    apiGroup: resource.group,
    apiVersion: resource.version,
    resource: resource.resource,
    subresource,
    namespace,
    name,
    path: '',
  })
  if (decision.verdict === 'Allow') return
  throw refuse(attributes, `cannot set an ownerRef on a resource you can't delete: ${whyNot(decision)}`)
}

type Finalized = Pick<AuthorizationAttributes, 'apiGroup' | 'apiVersion' | 'resource' | 'name' | 'namespace'>

const mayFinalize = (target: Finalized, { user }: AdmissionAttributes, { authorizer }: AdmissionContext): Decision =>
  authorizer.authorize({ user, verb: 'update', resourceRequest: true, subresource: 'finalizers', path: '', ...target })

/** References that block their owner's deletion and did not before. */
function newlyBlocking(
  owners: readonly OwnerReference[],
  before: readonly OwnerReference[],
): readonly OwnerReference[] {
  const known = new Map(before.map((owner) => [owner.uid, owner.blockOwnerDeletion === true]))
  return owners.filter(({ uid, blockOwnerDeletion }) => blockOwnerDeletion === true && known.get(uid) !== true)
}

function mayBlock(owner: OwnerReference, attributes: AdmissionAttributes, context: AdmissionContext): void {
  const { apiVersion, kind, name } = owner
  const info = context.machinery.resourceOf(apiVersion, kind)
  if (info === undefined) {
    const why = `cannot find RESTMapping for APIVersion ${apiVersion} Kind ${kind}: no matches for kind ${quote(kind)} in version ${quote(apiVersion)}`
    throw refuse(attributes, `cannot set blockOwnerDeletion in this case because ${why}`)
  }
  const target = {
    apiGroup: info.group,
    apiVersion: info.version,
    resource: info.resource,
    name,
    namespace: info.namespaced ? attributes.namespace : '',
  }
  const decision = mayFinalize(target, attributes, context)
  if (decision.verdict === 'Allow') return
  const why = "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on"
  throw refuse(attributes, `${why}: ${whyNot(decision)}`)
}
