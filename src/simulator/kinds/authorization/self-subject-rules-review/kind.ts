// SelfSubjectRulesReview: what may I do here? Upstream: pkg/registry/authorization/selfsubjectrulesreview/rest.go.
import type { SelfSubjectRulesReview } from '../../../../generated/api/authorization.v1.ts'
import { badRequest } from '../../../api/status/status-error.ts'
import type { KindRules } from '../../contract.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const some = <K extends string>(name: K, list: readonly string[]): { [key in K]?: string[] } =>
  (list.length > 0 ? { [name]: [...list] } : {}) as { [key in K]?: string[] }

/** SelfSubjectRulesReview of authorization.k8s.io/v1. */
export const kind: KindRules<SelfSubjectRulesReview> = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectRulesReview',
  name: nameIsDNSSubdomain,
  review({ kind, apiVersion, spec }, { user, authorizer }) {
    if (!spec.namespace) throw badRequest('no namespace on request')
    const rules = authorizer.rulesFor(user, spec.namespace)
    return {
      kind,
      apiVersion,
      metadata: {},
      spec: {},
      status: {
        resourceRules: rules.resourceRules.map(({ verbs, apiGroups, resources, resourceNames }) => ({
          verbs: [...verbs],
          ...some('apiGroups', apiGroups),
          ...some('resources', resources),
          ...some('resourceNames', resourceNames),
        })),
        nonResourceRules: rules.nonResourceRules.map(({ verbs, nonResourceURLs }) => ({
          verbs: [...verbs],
          ...some('nonResourceURLs', nonResourceURLs),
        })),
        incomplete: rules.incomplete,
        ...(rules.error === undefined ? {} : { evaluationError: rules.error }),
      },
    }
  },
}
