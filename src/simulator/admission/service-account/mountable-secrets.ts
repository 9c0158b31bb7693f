// Accounts that list their secrets and enforce the list: pods may use no others.
// Upstream: limitSecretReferences in plugin/pkg/admission/serviceaccount/admission.go.
import type { EnvFromSource, EnvVar, Pod, ServiceAccount } from '../../../generated/api/core.v1.ts'

interface WithEnvironment {
  readonly name: string
  readonly env?: readonly EnvVar[] | undefined
  readonly envFrom?: readonly EnvFromSource[] | undefined
}

/** The first reference to a secret the account does not list; pull secrets too. */
export function secretProblem(account: ServiceAccount, pod: Pod): string | undefined {
  const allowed = namesOf(account.secrets)
  const because = `is not allowed because service account ${account.metadata.name} does not reference that`
  for (const { secret } of pod.spec.volumes ?? []) {
    const name = secret?.secretName ?? ''
    if (secret && !allowed.has(name)) return `volume with secret.secretName="${name}" ${because} secret`
  }
  const problem =
    environmentProblem('init container', pod.spec.initContainers, account) ??
    environmentProblem('container', pod.spec.containers, account)
  if (problem !== undefined) return problem
  const pullSecrets = namesOf(account.imagePullSecrets)
  for (const [i, { name = '' }] of (pod.spec.imagePullSecrets ?? []).entries()) {
    if (!pullSecrets.has(name)) return `imagePullSecrets[${i}].name="${name}" ${because} imagePullSecret`
  }
  return undefined
}

/** The same for the containers an update may add. */
export const ephemeralSecretProblem = (account: ServiceAccount, pod: Pod): string | undefined =>
  environmentProblem('ephemeral container', pod.spec.ephemeralContainers, account)

const namesOf = (references: readonly { name?: string | undefined }[] | undefined): ReadonlySet<string> =>
  new Set(references?.map(({ name }) => name ?? ''))

function environmentProblem(
  what: string,
  containers: readonly WithEnvironment[] | null | undefined,
  account: ServiceAccount,
): string | undefined {
  const allowed = namesOf(account.secrets)
  const refused = (container: WithEnvironment, how: string, name: string): string =>
    `${what} ${container.name} with ${how} referencing secret.secretName="${name}" is not allowed because service account ${account.metadata.name} does not reference that secret`
  for (const container of containers ?? []) {
    for (const variable of container.env ?? []) {
      const reference = variable.valueFrom?.secretKeyRef
      if (reference && !allowed.has(reference.name ?? '')) {
        return refused(container, `envVar ${variable.name}`, reference.name ?? '')
      }
    }
    for (const { secretRef } of container.envFrom ?? []) {
      if (secretRef && !allowed.has(secretRef.name ?? '')) return refused(container, 'envFrom', secretRef.name ?? '')
    }
  }
  return undefined
}
