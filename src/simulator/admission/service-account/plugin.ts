// ServiceAccount: every pod runs as an account that exists, and gets its token mounted and its pull secrets.
// Upstream: plugin/pkg/admission/serviceaccount/admission.go (its waits for the account to appear do not exist here).
import type { Pod, ServiceAccount } from '../../../generated/api/core.v1.ts'
import { referencesSecrets } from '../../../model/pod-references.ts'
import { StatusError } from '../../api/status/status-error.ts'
import type { Lister } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionPlugin } from '../contract.ts'
import { refuse } from '../lib/refuse.ts'
import { ephemeralSecretProblem, secretProblem } from './mountable-secrets.ts'

import { mountToken } from './token-volume.ts'

const MIRROR = 'kubernetes.io/config.mirror'
const ENFORCE = 'kubernetes.io/enforce-mountable-secrets'
/** What strconv.ParseBool takes for true. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])

const isMirror = (pod: Pod): boolean => pod.metadata.annotations?.[MIRROR] !== undefined

const enforcesMountable = (account: ServiceAccount): boolean => TRUE.has(account.metadata.annotations?.[ENFORCE] ?? '')

const automounts = (account: ServiceAccount, pod: Pod): boolean =>
  pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true

/** The ServiceAccount plugin. */
export const plugin: AdmissionPlugin = {
  name: 'ServiceAccount',
  handles: ({ operation, resource, subresource }) =>
    resource.key === 'pods' &&
    ((operation === 'CREATE' && subresource === '') ||
      (operation === 'UPDATE' && subresource === 'ephemeralcontainers')),
  admit(attributes, { lister, random }) {
    if (attributes.operation !== 'CREATE') return
    const pod = attributes.object as Pod
    if (!isMirror(pod)) {
      pod.spec.serviceAccountName ||= 'default'
      pod.spec.serviceAccount = pod.spec.serviceAccountName
      const account = accountOf(attributes, pod, lister)
      if (automounts(account, pod)) mountToken(pod, random)
      if (!pod.spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
        pod.spec.imagePullSecrets = account.imagePullSecrets.map(({ name }) => (name ? { name } : {}))
      }
    }
    validateNewPod(attributes, lister)
  },
  validate(attributes, { lister }) {
    if (attributes.operation === 'CREATE') validateNewPod(attributes, lister)
    else validateEphemeralContainers(attributes, lister)
  },
}

function accountOf(attributes: AdmissionAttributes, pod: Pod, lister: Lister): ServiceAccount {
  const { namespace } = attributes
  const name = pod.spec.serviceAccountName
  if (!name) throw refuse(attributes, `no service account specified for pod ${namespace}/${pod.metadata.name ?? ''}`)
  const account = lister.get<ServiceAccount>('serviceaccounts', namespace, name)
  if (account !== undefined) return account
  const why = `serviceaccount "${name}" not found`
  throw refuse(attributes, `error looking up service account ${namespace}/${name}: ${why}`)
}

function validateNewPod(attributes: AdmissionAttributes, lister: Lister): void {
  const pod = attributes.object as Pod
  const problem = isMirror(pod) ? mirrorProblem(pod) : accountProblem(accountOf(attributes, pod, lister), pod)
  if (problem !== undefined) throw refuse(attributes, problem)
}

const accountProblem = (account: ServiceAccount, pod: Pod): string | undefined =>
  enforcesMountable(account) ? secretProblem(account, pod) : undefined

/** A mirror pod shows what a kubelet runs by itself: the cluster's secrets are not for it. */
function mirrorProblem(pod: Pod): string | undefined {
  if (pod.spec.serviceAccountName) return 'a mirror pod may not reference service accounts'
  if (referencesSecrets(pod)) return 'a mirror pod may not reference secrets'
  const projectsToken = pod.spec.volumes?.some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken !== undefined),
  )
  return projectsToken ? 'a mirror pod may not use ServiceAccountToken volume projections' : undefined
}

/** Upstream forgets to say "forbidden" here: the refusal comes out as a plain error. */
function validateEphemeralContainers(attributes: AdmissionAttributes, lister: Lister): void {
  const pod = attributes.object as Pod
  const account = accountOf(attributes, pod, lister)
  const problem = enforcesMountable(account) ? ephemeralSecretProblem(account, pod) : undefined
  if (problem !== undefined) throw new StatusError(500, '', problem)
}
