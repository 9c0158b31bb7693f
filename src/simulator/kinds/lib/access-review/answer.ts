// How an access review is answered: the question as attributes for the authorizer, its decision as a status.
// Upstream: pkg/registry/authorization/util/helpers.go, registry/authorization/subjectaccessreview/rest.go.
import type {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  SelfSubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from '../../../../generated/api/authorization.v1.ts'
import { type LabelRequirement, requirementError } from '../../../../model/label-requirement.ts'
import { isSelectorError, parseSelector } from '../../../../model/labels.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { invalid, type StatusError } from '../../../api/status/status-error.ts'
import type { UserInfo } from '../../../api/types.ts'
import type { AuthorizationAttributes, FieldRequirement } from '../../../auth/contract.ts'
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
  const { fieldSelector, labelSelector } = spec.resourceAttributes ?? {}
  const fields = fieldSelector === undefined ? READABLE : readFields(fieldSelector)
  const labels = labelSelector === undefined ? READABLE : readLabels(labelSelector)
  const decision = authorizer.authorize({
    ...attributesOf(user, spec),
    ...(fields.read.length === 0 ? {} : { fieldSelector: fields.read }),
    ...(labels.read.length === 0 ? {} : { labelSelector: labels.read }),
  })
  const problems = [decision.error, ignored('fieldSelector', fields), ignored('labelSelector', labels)].filter(
    (problem) => problem !== undefined,
  )
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

/** What of a selector could be read; what could not is left out of the question, and it is said so. */
interface Reading<T> {
  readonly read: readonly T[]
  readonly wrong: boolean
}

const READABLE: Reading<never> = { read: [], wrong: false }

function ignored(selector: string, { read, wrong }: Reading<unknown>): string | undefined {
  if (!wrong) return undefined
  return `spec.resourceAttributes.${selector} ${read.length > 0 ? 'partially ' : ''}ignored due to parse error`
}

function readFields({ rawSelector = '', requirements = [] }: FieldSelectorAttributes): Reading<FieldRequirement> {
  if (requirements.length === 0) return readFieldText(rawSelector)
  const fine = requirements.filter(
    ({ operator, values = [] }) => values.length === 1 && (operator === 'In' || operator === 'NotIn'),
  )
  const read = fine.map(({ key, operator, values }) => ({ field: key, equal: operator === 'In', value: values![0]! }))
  return { read, wrong: fine.length < requirements.length }
}

const readable = /^((?:[^\\,=!]|\\.)*)(==|!=|=)/

/** fields.ParseSelector: each term has an operator, and its value no stray one. */
function readFieldText(text: string): Reading<FieldRequirement> {
  const read: FieldRequirement[] = []
  for (const term of text.split(/(?<!\\),/)) {
    if (term === '') continue
    const [whole, field, operator] = readable.exec(term) ?? []
    const value = term.slice(whole?.length ?? 0)
    if (whole === undefined || field === undefined || /(?<!\\)=/.test(value)) return { read: [], wrong: true }
    read.push({ field, equal: operator !== '!=', value: value.replace(/\\([\\,=])/g, '$1') })
  }
  return { read, wrong: false }
}

function readLabels({ rawSelector = '', requirements = [] }: LabelSelectorAttributes): Reading<LabelRequirement> {
  if (requirements.length === 0) {
    const selector = parseSelector(rawSelector)
    return isSelectorError(selector) ? { read: [], wrong: true } : { read: selector.requirements, wrong: false }
  }
  const read = requirements.flatMap(({ key, operator, values }) => {
    const known = LABEL_OPERATORS[operator as keyof typeof LABEL_OPERATORS]
    const requirement = { key, operator: known, values: values ?? [] }
    return known !== undefined && requirementError(requirement) === undefined ? [requirement] : []
  })
  return { read, wrong: read.length < requirements.length }
}
