// Whether a container that has ended is to run again. Upstream: ContainerShouldRestart in pkg/api/v1/pod/util.go.
import type { Container, Pod } from '../../generated/api/core.v1.ts'

/** A sidecar: an init container that keeps running. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

/** The first of a container's rules that an exit code meets. */
export const matchingRule = ({ restartPolicyRules }: Container, exitCode: number) =>
  restartPolicyRules?.find(
    ({ exitCodes }) =>
      exitCodes !== undefined && (exitCodes.values?.includes(exitCode) ?? false) === (exitCodes.operator === 'In'),
  )

/** By the container's own rules, then its own policy, then the pod's. */
export function shouldRestart(container: Container, pod: Pod, exitCode: number): boolean {
  const action = container.restartPolicy === undefined ? undefined : matchingRule(container, exitCode)?.action
  if (action === 'Restart' || action === 'RestartAllContainers') return true
  switch (container.restartPolicy ?? pod.spec.restartPolicy) {
    case 'Never':
      return false
    case 'OnFailure':
      return exitCode !== 0
    default:
      return true
  }
}

/** The same for an init container, which is done when it has succeeded. */
export function shouldRestartInit(container: Container, pod: Pod, exitCode: number): boolean {
  return isSidecar(container) || (exitCode !== 0 && shouldRestart(container, pod, exitCode))
}

/** Whether a container that had to be killed is to run again. */
export const restartsOnFailure = (container: Container, pod: Pod): boolean =>
  (container.restartPolicy ?? pod.spec.restartPolicy) !== 'Never'
