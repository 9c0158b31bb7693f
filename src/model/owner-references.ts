// Who owns an object. Upstream: metav1.GetControllerOf, IsControlledBy and NewControllerRef.
import type { ObjectMeta, OwnerReference } from '../generated/api/meta.v1.ts'

/** The owner that manages the object, if there is one. */
export function controllerOf(object: { readonly metadata: ObjectMeta }): OwnerReference | undefined {
  for (const owner of object.metadata.ownerReferences ?? []) if (owner.controller === true) return owner
  return undefined
}

/** Whether the object is managed by the owner with this uid. */
export function isControlledBy(object: { readonly metadata: ObjectMeta }, uid: string | undefined): boolean {
  return controllerOf(object)?.uid === uid && uid !== undefined
}

/** The reference a controller puts on the objects it makes. */
export function controllerReference(owner: {
  readonly apiVersion?: string | undefined
  readonly kind?: string | undefined
  readonly metadata: ObjectMeta
}): OwnerReference {
  const { name = '', uid = '' } = owner.metadata
  const { apiVersion = '', kind = '' } = owner
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }
}
