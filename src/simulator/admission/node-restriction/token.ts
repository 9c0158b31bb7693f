// Which tokens a kubelet may ask for: those of pods on its node, for audiences the pod mounts.
// Upstream: admitServiceAccount in plugin/pkg/admission/noderestriction/admission.go. Limit: in-tree volumes that upstream translates
// to CSI have no audiences here.
import type { TokenRequest } from '../../../generated/api/authentication.v1.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume } from '../../../generated/api/core.v1.ts'
import type { CSIDriver } from '../../../generated/api/storage.v1.ts'
import { quote } from '../../../model/quote.ts'
import { notFound } from '../../api/status/status-error.ts'
import type { KubeObject, Lister } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext } from '../contract.ts'
import { joinProblems, refuse } from '../lib/refuse.ts'

/** Judges requests for tokens. */
export function admitToken(node: string, attributes: AdmissionAttributes, context: AdmissionContext): void {
  const { operation, subresource, namespace, object } = attributes
  if (operation !== 'CREATE' || subresource !== 'token') return
  const { spec } = object as TokenRequest & KubeObject
  const { apiVersion, kind, name, uid } = spec.boundObjectRef ?? {}
  if (apiVersion !== 'v1' || kind !== 'Pod' || !name)
    throw refuse(attributes, 'node requested token not bound to a pod')
  if (!uid) throw refuse(attributes, 'node requested token with a pod binding without a uid')
  const pod = context.lister.get<Pod>('pods', namespace, name)
  if (pod === undefined) throw notFound({ group: '', name: 'pod' }, name)
  if (uid !== pod.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`
    throw refuse(attributes, why)
  }
  if (pod.spec.nodeName !== node) {
    throw refuse(attributes, 'node requested token bound to a pod scheduled on a different node')
  }
  if (context.gates.enabled('ServiceAccountNodeAudienceRestriction')) {
    const why = audienceProblem(spec.audiences ?? [], pod, attributes, context)
    if (why !== undefined) throw refuse(attributes, why)
  }
}

/** validateNodeServiceAccountAudience. */
function audienceProblem(
  audiences: readonly string[],
  pod: Pod,
  { user, namespace, name }: AdmissionAttributes,
  { lister, authorizer }: AdmissionContext,
): string | undefined {
  if (audiences.length > 1) return 'node may only request 0 or 1 audiences'
  const [audience = ''] = audiences
  const found = mounts(pod, audience, lister)
  if (found === true) return undefined
  if (found !== false) return `error validating audience ${quote(audience)}: ${found}`
  const asked = { user, namespace, name, apiGroup: '', apiVersion: 'v1', resource: audience, subresource: '', path: '' }
  const verb = 'request-serviceaccounts-token-audience'
  if (authorizer.authorize({ ...asked, verb, resourceRequest: true }).verdict === 'Allow') return undefined
  return `audience ${quote(audience)} not found in pod spec volume, ${user.name} is not authorized to request tokens for this audience`
}

/** Whether a pod mounts tokens for an audience, or why that cannot be said. */
function mounts(pod: Pod, audience: string, lister: Lister): boolean | string {
  const problems: string[] = []
  for (const volume of pod.spec.volumes ?? []) {
    const sources = volume.projected?.sources ?? []
    if (
      sources.some(
        ({ serviceAccountToken }) => serviceAccountToken && (serviceAccountToken.audience ?? '') === audience,
      )
    ) {
      return true
    }
    const driver = driverOf(pod, volume, lister)
    if (typeof driver === 'object') problems.push(driver.error)
    else if (driver !== '') {
      const found = lister.get<CSIDriver & KubeObject>('csidrivers.storage.k8s.io', '', driver)
      if (found === undefined) problems.push(absent('csidriver.storage.k8s.io', driver))
      else if (found.spec.tokenRequests?.some((one) => one.audience === audience)) return true
    }
  }
  return problems.length > 0 && joinProblems(problems)
}

const absent = (resource: string, name: string): string => `${resource} ${quote(name)} not found`

/** The CSI driver behind a volume, '' when there is none. */
function driverOf(pod: Pod, volume: Volume, lister: Lister): string | { readonly error: string } {
  if (volume.csi !== undefined) return volume.csi.driver
  const { metadata } = pod
  const claimName = volume.ephemeral?.volumeClaimTemplate
    ? `${metadata.name}-${volume.name}`
    : volume.persistentVolumeClaim?.claimName
  if (claimName === undefined) return ''
  const claim = lister.get<PersistentVolumeClaim>('persistentvolumeclaims', metadata.namespace ?? '', claimName)
  if (claim === undefined) return { error: absent('persistentvolumeclaim', claimName) }
  const name = claim.spec.volumeName ?? ''
  const found = lister.get<PersistentVolume>('persistentvolumes', '', name)
  return found === undefined ? { error: absent('persistentvolume', name) } : (found.spec.csi?.driver ?? '')
}
