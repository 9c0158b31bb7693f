// How an access review is answered: the question as attributes for the authorizer, its decision as a status.
// Upstream: pkg/registry/authorization/util/helpers.go, registry/authorization/subjectaccessreview/rest.go.
import type {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  SelfSubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from '../../../../generated/api/authorization.v1.ts'
import { requirementError } from '../../../../model/label-requirement.ts'
import { parseSelector } from '../../../../model/labels.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { invalid, type StatusError } from '../../../api/status/status-error.ts'
import type { UserInfo } from '../../../api/types.ts'
import type { AuthorizationAttributes } from '../../../auth/contract.ts'
import type { KindContext } from '../../contract.ts'

const LABEL_OPERATORS = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const

/** The refusal of a review: upstream names no kind in it. */
export const invalidReview = (errors: FieldErrors): StatusError =>
  invalid({ group: 'authorization.k8s.io', name: '' }, '', errors)

/** Asks the authorizer what `spec` says of `user`. */
export function answer(
  user: UserInfo,
  spec: SelfSubjectAccessReviewSpec,
  { authorizer }: KindContext,
): SubjectAccessReviewStatus {
  const decision = authorizer.authorize(attributesOf(user, spec))
  const problems = [decision.error, ...selectorProblems(spec)].filter((problem) => problem !== undefined)
  return {
    allowed: decision.verdict === 'Allow',
    ...(decision.verdict === 'Deny' ? { denied: true } : {}),
    ...(decision.reason ? { reason: decision.reason } : {}),
    ...(problems.length > 0 ? { evaluationError: problems.join('; ') } : {}),
  }
}

function attributesOf(
  user: UserInfo,
  { resourceAttributes, nonResourceAttributes }: SelfSubjectAccessReviewSpec,
): AuthorizationAttributes {
  const asked = resourceAttributes ?? {}
  return {
    user,
    verb: (resourceAttributes ?? nonResourceAttributes)?.verb ?? '',
    resourceRequest: resourceAttributes !== undefined,
    apiGroup: asked.group ?? '',
    apiVersion: asked.version || '*',
    resource: asked.resource ?? '',
    subresource: asked.subresource ?? '',
    namespace: asked.namespace ?? '',
    name: asked.name ?? '',
    path: nonResourceAttributes?.path ?? '',
  }
}

/** Selectors that cannot be read are left out of the question, and it is said so. */
function selectorProblems({ resourceAttributes }: SelfSubjectAccessReviewSpec): (string | undefined)[] {
  const { fieldSelector, labelSelector } = resourceAttributes ?? {}
  return [
    ignored('fieldSelector', fieldSelector === undefined ? READABLE : readFields(fieldSelector)),
    ignored('labelSelector', labelSelector === undefined ? READABLE : readLabels(labelSelector)),
  ]
}

/** How many requirements of a selector could be read. */
interface Reading {
  readonly read: number
  readonly wrong: boolean
}

const READABLE: Reading = { read: 0, wrong: false }

function ignored(selector: string, { read, wrong }: Reading): string | undefined {
  if (!wrong) return undefined
  return `spec.resourceAttributes.${selector} ${read > 0 ? 'partially ' : ''}ignored due to parse error`
}

function readFields({ rawSelector = '', requirements = [] }: FieldSelectorAttributes): Reading {
  if (requirements.length === 0) return { read: 0, wrong: !fieldSelectorReadable(rawSelector) }
  const fine = requirements.filter(
    ({ operator, values = [] }) => values.length === 1 && (operator === 'In' || operator === 'NotIn'),
  )
  return { read: fine.length, wrong: fine.length < requirements.length }
}

const readable = /^(?:[^\\,=!]|\\.)*(?:==|!=|=)/

/** fields.ParseSelector: each term has an operator, and its value no stray one. */
function fieldSelectorReadable(text: string): boolean {
  const terms = text.split(/(?<!\\),/).filter((term) => term !== '')
  return terms.every((term) => {
    const operator = readable.exec(term)
    return operator !== null && !/(?<!\\)=/.test(term.slice(operator[0].length))
  })
}

function readLabels({ rawSelector = '', requirements = [] }: LabelSelectorAttributes): Reading {
  if (requirements.length === 0) return { read: 0, wrong: 'error' in parseSelector(rawSelector) }
  const fine = requirements.filter(({ key, operator, values = [] }) => {
    const known = LABEL_OPERATORS[operator as keyof typeof LABEL_OPERATORS]
    return known !== undefined && requirementError({ key, operator: known, values }) === undefined
  })
  return { read: fine.length, wrong: fine.length < requirements.length }
}
