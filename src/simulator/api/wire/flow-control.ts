// Which FlowSchema and priority level a request falls under: real servers say so in headers. Nothing is queued here.
// Upstream: apiserver/pkg/util/flowcontrol/{rule,apf_controller}.go.
import type {
  FlowSchema,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
  Subject,
} from '../../../generated/api/flowcontrol.v1.ts'
import type { AuthorizationAttributes } from '../../auth/contract.ts'
import { attributesOfPath } from '../authorization.ts'
import type { ServerRequest } from '../request.ts'
import type { ApiServer } from '../server.ts'
import type { KubeObject, UserInfo } from '../types.ts'

type Schema = KubeObject & FlowSchema

/** The headers with the two uids; none when no schema matches. */
export function flowHeaders({ parts }: ApiServer, request: ServerRequest): Readonly<Record<string, string>> {
  const asked = attributesOfPath(request)
  const schemas = parts.store.list<Schema>('flowschemas.flowcontrol.apiserver.k8s.io')
  let found: Schema | undefined
  for (const schema of schemas) {
    if (found !== undefined && precedence(schema) >= precedence(found)) continue
    if (schema.spec?.rules?.some((rule) => covers(rule, asked)) === true) found = schema
  }
  const level = parts.store.get(
    'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
    '',
    found?.spec?.priorityLevelConfiguration?.name ?? '',
  )
  if (found === undefined || level === undefined) return {}
  return {
    'x-kubernetes-pf-flowschema-uid': found.metadata.uid ?? '',
    'x-kubernetes-pf-prioritylevel-uid': level.metadata.uid ?? '',
  }
}

const precedence = (schema: Schema): number => schema.spec?.matchingPrecedence ?? 0

function covers(
  { subjects, resourceRules, nonResourceRules }: PolicyRulesWithSubjects,
  asked: AuthorizationAttributes,
) {
  if (!(subjects ?? []).some((subject) => isSubject(subject, asked.user))) return false
  return asked.resourceRequest
    ? (resourceRules ?? []).some((rule) => coversResource(rule, asked))
    : (nonResourceRules ?? []).some((rule) => coversPath(rule, asked))
}

const ACCOUNT_PREFIX = 'system:serviceaccount:'

function isSubject({ kind, user, group, serviceAccount }: Subject, { name, groups }: UserInfo): boolean {
  if (kind === 'User') return user?.name === '*' || user?.name === name
  if (kind === 'Group') return group?.name === '*' || groups.includes(group?.name ?? '')
  if (serviceAccount == null || !name.startsWith(ACCOUNT_PREFIX)) return false
  const [namespace, account] = name.slice(ACCOUNT_PREFIX.length).split(':')
  return serviceAccount.namespace === namespace && (serviceAccount.name === '*' || serviceAccount.name === account)
}

const names = (list: readonly string[] | null | undefined, name: string): boolean =>
  list?.some((one) => one === '*' || one === name) === true

function coversResource(rule: ResourcePolicyRule, asked: AuthorizationAttributes): boolean {
  const { verb, apiGroup, resource, subresource, namespace } = asked
  const full = subresource === '' ? resource : `${resource}/${subresource}`
  if (!names(rule.verbs, verb) || !names(rule.apiGroups, apiGroup) || !names(rule.resources, full)) return false
  return namespace === '' ? rule.clusterScope === true : names(rule.namespaces, namespace)
}

function coversPath(
  { verbs, nonResourceURLs }: NonResourcePolicyRule,
  { verb, path }: AuthorizationAttributes,
): boolean {
  if (!names(verbs, verb)) return false
  return (nonResourceURLs ?? []).some(
    (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
  )
}
