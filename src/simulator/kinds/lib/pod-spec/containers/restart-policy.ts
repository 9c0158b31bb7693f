// Restart policies and restart rules of single containers.
// Upstream: pkg/apis/core/validation/validation.go (validateContainerRestartPolicy, validateInitContainerRestartPolicy).
import type { ContainerRestartRule } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import type { PodValidationOptions } from '../options.ts'
import type { AnyContainer } from '../visit.ts'

const POLICIES = ['Always', 'Never', 'OnFailure']
const OPERATORS = ['In', 'NotIn']
const RESTART_ONLY = ['Restart']
const ALL_ACTIONS = ['Restart', 'RestartAllContainers']
const MAX_RULES = 20
const MAX_EXIT_CODES = 255
const NEEDS_POLICY = 'must specify restartPolicy when restart rules are used'

/** The policy and rules of a container; `path` is the container. */
export function validateContainerRestartPolicy(
  { restartPolicy, restartPolicyRules = [] }: AnyContainer,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (restartPolicy === undefined) {
    if (restartPolicyRules.length === 0) return
    errors.required(path.child('restartPolicy'), NEEDS_POLICY)
  } else if (!POLICIES.includes(restartPolicy)) {
    errors.notSupported(path.child('restartPolicy'), restartPolicy, POLICIES)
  }
  const rulesPath = path.child('restartPolicyRules')
  if (restartPolicyRules.length > MAX_RULES) errors.tooMany(rulesPath, restartPolicyRules.length, MAX_RULES)
  const actions = options.allowRestartAllContainers ? ALL_ACTIONS : RESTART_ONLY
  for (const [i, rule] of restartPolicyRules.entries()) validateRule(rule, actions, rulesPath.index(i), errors)
}

function validateRule(
  { action = '', exitCodes }: ContainerRestartRule,
  actions: readonly string[],
  path: Path,
  errors: FieldErrors,
): void {
  if (!actions.includes(action)) errors.notSupported(path.child('action'), action, actions)
  if (exitCodes === undefined) {
    errors.required(path.child('exitCodes'), 'must be specified')
    return
  }
  const { operator = '', values = [] } = exitCodes
  if (!OPERATORS.includes(operator)) errors.notSupported(path.child('exitCodes', 'operator'), operator, OPERATORS)
  if (values.length > MAX_EXIT_CODES) errors.tooMany(path.child('exitCodes', 'values'), values.length, MAX_EXIT_CODES)
}

/** The same for an init container, where Always makes a sidecar. */
export function validateInitContainerRestartPolicy(
  container: AnyContainer,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const { restartPolicy, restartPolicyRules = [] } = container
  if (restartPolicy === undefined) {
    if (restartPolicyRules.length > 0) errors.required(path.child('restartPolicy'), NEEDS_POLICY)
  } else if (!options.allowContainerRestartPolicyRules) {
    if (restartPolicy !== 'Always') errors.notSupported(path.child('restartPolicy'), restartPolicy, ['Always'])
  } else if (restartPolicy === 'Always' && !options.allowRestartAllContainers) {
    if (restartPolicyRules.length > 0) {
      const detail = 'restartPolicyRules are not allowed for init containers with restart policy Always'
      errors.forbidden(path.child('restartPolicyRules'), detail)
    }
  } else validateContainerRestartPolicy(container, path, errors, options)
}
