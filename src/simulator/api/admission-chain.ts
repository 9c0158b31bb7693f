// Runs the admission plugins in upstream's order: all that mutate, later all that validate.
import type { AdmissionAttributes, AdmissionPlugin, Reinvocation } from '../admission/contract.ts'
import type { RequestContext } from './context.ts'
import { isObject } from './patch/values.ts'
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
    options: () => optionsOf(context, operation),
    reinvocation: new FirstTime(),
  }
}

const OPTIONS = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions' } as const

function optionsOf(
  { request, dryRun }: RequestContext,
  operation: AdmissionAttributes['operation'],
): Readonly<Record<string, unknown>> | null {
  if (operation === 'CONNECT') return null
  const typed = { kind: OPTIONS[operation], apiVersion: 'meta.k8s.io/v1' }
  if (operation === 'DELETE') return { ...(isObject(request.body) ? request.body : {}), ...typed }
  const { fieldManager, fieldValidation } = request.query ?? {}
  return {
    ...typed,
    ...(dryRun ? { dryRun: ['All'] } : {}),
    ...(fieldManager ? { fieldManager } : {}),
    ...(fieldValidation ? { fieldValidation } : {}),
  }
}

class FirstTime implements Reinvocation {
  again = false
  wanted = false
  #kept: Map<string, unknown> | undefined

  get kept(): Map<string, unknown> {
    this.#kept ??= new Map()
    return this.#kept
  }
}

/** The mutating pass; a second one where a policy or webhook changed the object. Upstream: apiserver/pkg/admission/reinvocation.go. */
export function admit(
  context: RequestContext,
  plugins: readonly AdmissionPlugin[],
  attributes: AdmissionAttributes,
): void {
  runMutating(context, plugins, attributes)
  const { reinvocation } = attributes
  if (!reinvocation.wanted) return
  reinvocation.again = true
  runMutating(context, plugins, attributes)
}

function runMutating(
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
