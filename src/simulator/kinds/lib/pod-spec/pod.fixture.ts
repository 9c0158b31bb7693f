// What the tests of pods start from: upstream's gates, a pod with one container, a request's context.
import type { Pod, PodSpec } from '../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import type { FeatureGates } from '../../../api/types.ts'
import { featureGates } from '../../../data/feature-gates.ts'
import type { KindContext } from '../../contract.ts'
import { defaultPodSpec } from './defaults.ts'
import { podValidationOptions } from './options.ts'
import { POD_SPEC_PATH, validatePodSpec } from './validate.ts'

/** Upstream's defaults. */
export const gates: FeatureGates = { enabled: (name) => featureGates[name]?.[0] ?? false }

/** A context for rules that look nothing up. */
export const context: KindContext = {
  now: '2026-01-01T00:00:00Z',
  user: { name: 'test', groups: [] },
  lister: { get: () => undefined, list: () => [] },
  gates,
  random: { int: () => 0, uuid: () => 'uid', suffix: () => 'abcde' },
  dryRun: false,
  namespace: 'default',
  authorizer: {
    authorize: () => ({ verdict: 'Allow', reason: '' }),
    rulesFor: () => ({ resourceRules: [], nonResourceRules: [], incomplete: false }),
  },
  authentication: { request: () => ({ error: '' }), token: () => ({ error: '' }) },
  verb: 'update',
  mayNot: () => undefined,
  annotate: () => undefined,
  warn: () => {},
}

/** A pod with one container, and what is said of its spec. */
export function podWith(spec: Partial<PodSpec> = {}): Pod {
  const containers = [{ name: 'c', image: 'i:1', resources: {} }]
  return {
    metadata: { name: 'p', namespace: 'default', resourceVersion: '1' },
    spec: { containers, ...spec },
    status: {},
  }
}

/** `field: problem` for each problem found by `judge`, in order. */
export function problemsOf(judge: (errors: FieldErrors) => void): readonly string[] {
  const errors = new FieldErrors()
  judge(errors)
  return errors.list.map(({ field, body }) => `${field}: ${body}`)
}

/** The problems of a pod spec, defaulted. */
export function specProblems(spec: Partial<PodSpec>): readonly string[] {
  const pod = podWith(spec)
  defaultPodSpec(pod.spec)
  const options = podValidationOptions(gates, true)
  return problemsOf((errors) => validatePodSpec(pod.spec, pod.metadata, POD_SPEC_PATH, errors, options))
}
