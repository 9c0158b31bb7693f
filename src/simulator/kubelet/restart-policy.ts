// Whether a container that has ended is to run again. Upstream: ContainerShouldRestart in pkg/api/v1/pod/util.go.
import type { Container, Pod } from '../../generated/api/core.v1.ts'

/** A sidecar: an init container that keeps running. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

/** By the container's own rules, then its own policy, then the pod's. */
export function shouldRestart(container: Container, pod: Pod, exitCode: number): boolean {
  for (const { action, exitCodes } of container.restartPolicyRules ?? []) {
    if (exitCodes === undefined) continue
    const listed = exitCodes.values?.includes(exitCode) ?? false
    if (action?.startsWith('Restart') === true && listed === (exitCodes.operator === 'In')) return true
  }
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
