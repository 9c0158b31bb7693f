// The objects a binding hands to its policy. Upstream: CollectParams in apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go.
import type { ParamKind, ParamRef } from '../../../../generated/api/admissionregistration.v1.ts'
import { matchesLabelSelector } from '../../../../model/labels.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { AdmissionContext } from '../../contract.ts'

/** The parameters, undefined among them where the policy is asked without; or what is wrong with the configuration. */
export function collectParams(
  kind: ParamKind | undefined,
  reference: ParamRef | undefined,
  namespace: string,
  { lister, machinery }: AdmissionContext,
): readonly (KubeObject | undefined)[] | { readonly error: string } {
  if (kind === undefined || reference === undefined) return [undefined]
  const info = machinery.resourceOf(kind.apiVersion ?? '', kind.kind ?? '')
  if (info === undefined) {
    return { error: `failed to find resource referenced by paramKind: '${gvkText(kind)}'` }
  }
  if (reference.namespace && !info.namespaced) {
    return { error: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`' }
  }
  const within = info.namespaced ? reference.namespace || namespace : ''
  if (info.namespaced && within === '') {
    return { error: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources' }
  }
  const found = select(reference, lister, info.key, within)
  if (found.length === 0 && reference.parameterNotFoundAction === 'Deny') {
    return { error: 'no params found for policy binding with `Deny` parameterNotFoundAction' }
  }
  return found.map((object) => ({ kind: info.kind, apiVersion: info.apiVersion, ...object }))
}

/** `apps/v1, Kind=Deployment`. */
function gvkText({ apiVersion = '', kind = '' }: ParamKind): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`
}

function select(
  { name, selector }: ParamRef,
  lister: AdmissionContext['lister'],
  resource: string,
  namespace: string,
): readonly KubeObject[] {
  if (name) {
    const object = lister.get(resource, namespace, name)
    return object === undefined ? [] : [object]
  }
  const all = lister.list(resource, namespace === '' ? undefined : namespace)
  return all.filter(({ metadata }) => matchesLabelSelector(selector ?? {}, metadata.labels ?? {}))
}
