// Runs the admission plugins in upstream's order: all that mutate, later all that validate.
import type { AdmissionAttributes, AdmissionPlugin } from '../admission/contract.ts'
import type { RequestContext } from './context.ts'
import type { KubeObject } from './types.ts'

/** What is being admitted; `name` may be empty on a create. */
export function attributesOf(
  context: RequestContext,
  operation: AdmissionAttributes['operation'],
  object: KubeObject | undefined,
  oldObject: KubeObject | undefined,
  name: string,
): AdmissionAttributes {
  const isNamespace = context.info.key === 'namespaces'
  return {
    operation,
    resource: context.info,
    subresource: context.subresource,
    namespace: isNamespace ? name : context.namespace,
    name,
    object,
    oldObject,
    user: context.user,
    dryRun: context.dryRun,
  }
}

/** The mutating pass. */
export function admit(
  context: RequestContext,
  plugins: readonly AdmissionPlugin[],
  attributes: AdmissionAttributes,
): void {
  for (const plugin of plugins)
    if (plugin.admit !== undefined && plugin.handles(attributes)) plugin.admit(attributes, context.forAdmission)
}

/** The validating pass. */
export function validateAdmission(
  context: RequestContext,
  plugins: readonly AdmissionPlugin[],
  attributes: AdmissionAttributes,
): void {
  for (const plugin of plugins)
    if (plugin.validate !== undefined && plugin.handles(attributes)) plugin.validate(attributes, context.forAdmission)
}
