// Whether a policy says what it validates. Upstream: validateValidatingAdmissionPolicySpec and below in
// pkg/apis/admissionregistration/validation/validation.go. Limit: field references of type checking are not read as JSONPath.
import type {
  AuditAnnotation,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  Validation,
} from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import {
  judgeExpression,
  type PolicyExpressions,
  SPEC,
  validateConditionsAndVariables,
  validateHead,
} from '../../lib/admission-policy/policy.ts'
import { goForm } from '../../lib/go-form.ts'
import { validateConditions } from '../../lib/validation/metadata.ts'
import { byteLength, isQualifiedName } from '../../lib/validation/names.ts'

const VALIDATIONS = SPEC.child('validations')
const ANNOTATIONS = SPEC.child('auditAnnotations')
const STATUS = Path.of('status')
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge']
const MAX_ANNOTATIONS = 20
const MAX_ANNOTATION_BYTES = 5 * 1024
const NEW_LINES = /[\n\r]/

/** Expressions the stored policy has. */
interface Stored {
  readonly validations: ReadonlySet<string>
  readonly messages: ReadonlySet<string>
  readonly annotations: ReadonlySet<string>
}

const storedIn = (old: ValidatingAdmissionPolicySpec | undefined): Stored => ({
  validations: new Set(old?.validations?.map(({ expression }) => expression)),
  messages: new Set(old?.validations?.flatMap(({ messageExpression }) => messageExpression ?? [])),
  annotations: new Set(old?.auditAnnotations?.map(({ valueExpression }) => valueExpression)),
})

/** The spec; `old` on update. */
export function validateSpec(
  { metadata, spec }: ValidatingAdmissionPolicy,
  errors: FieldErrors,
  old?: ValidatingAdmissionPolicySpec,
): void {
  const stored = storedIn(old)
  validateHead(spec, errors)
  const expressions = validateConditionsAndVariables(spec, old, stored.validations, errors)
  const { validations = [], auditAnnotations = [] } = spec
  if (validations.length === 0 && auditAnnotations.length === 0) {
    const detail = 'validations or auditAnnotations must contain at least one item'
    errors.required(VALIDATIONS, detail)
    errors.required(ANNOTATIONS, detail)
    return
  }
  for (const [i, validation] of validations.entries()) {
    validateValidation(validation, expressions, stored, VALIDATIONS.index(i), errors)
  }
  if (auditAnnotations.length > MAX_ANNOTATIONS) {
    const shown = auditAnnotations.map((one) => goForm(one, 'admissionregistration.v1.AuditAnnotation'))
    errors.invalid(ANNOTATIONS, shown, `must not have more than ${MAX_ANNOTATIONS} auditAnnotations`)
  }
  const keys = new Set<string>()
  for (const [i, annotation] of auditAnnotations.entries()) {
    const path = ANNOTATIONS.index(i)
    validateAnnotation(annotation, metadata.name ?? '', { expressions, stored }, path, errors)
    if (keys.has(annotation.key)) errors.duplicate(path.child('key'), annotation.key)
    keys.add(annotation.key)
  }
}

function validateValidation(
  { expression, message = '', messageExpression = '', reason }: Validation,
  expressions: PolicyExpressions,
  stored: Stored,
  path: Path,
  errors: FieldErrors,
): void {
  const at = path.child('expression')
  if (expression.trim() === '') errors.required(at, 'expression is not specified')
  else {
    const asked = { text: expression, shown: expression, stored: stored.validations.has(expression) }
    judgeExpression(expressions, asked, 'validation', at, errors)
  }
  const messageAt = path.child('messageExpression')
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.invalid(messageAt, messageExpression, 'must be non-empty if specified')
  } else if (messageExpression !== '') {
    const asked = { text: messageExpression, shown: messageExpression, stored: stored.messages.has(messageExpression) }
    judgeExpression(expressions, asked, 'messageExpression', messageAt, errors)
  }
  if (message !== '' && message.trim() === '') {
    errors.invalid(path.child('message'), message, 'must be non-empty if specified')
  } else if (NEW_LINES.test(message.trim())) {
    errors.invalid(path.child('message'), message, 'must not contain line breaks')
  }
  if (reason !== undefined && !REASONS.includes(reason)) errors.notSupported(path.child('reason'), reason, REASONS)
}

function validateAnnotation(
  { key, valueExpression }: AuditAnnotation,
  policy: string,
  { expressions, stored }: { readonly expressions: PolicyExpressions; readonly stored: Stored },
  path: Path,
  errors: FieldErrors,
): void {
  const keyAt = path.child('key')
  if (policy === '') errors.invalid(keyAt, key, 'requires metadata.name be non-empty')
  else errors.invalidAll(keyAt, `${policy}/${key}`, isQualifiedName(`${policy}/${key}`))
  const at = path.child('valueExpression')
  const text = valueExpression.trim()
  if (text === '') errors.required(at, 'valueExpression is not specified')
  else if (byteLength(text) > MAX_ANNOTATION_BYTES) {
    errors.required(at, `must not exceed ${MAX_ANNOTATION_BYTES} bytes in length`)
  } else {
    const asked = { text, shown: valueExpression, stored: stored.annotations.has(valueExpression) }
    judgeExpression(expressions, asked, 'auditAnnotation', at, errors)
  }
}

/** validateValidatingAdmissionPolicyStatus. */
export function validateStatus({ status }: ValidatingAdmissionPolicy, errors: FieldErrors): void {
  const path = STATUS.child('typeChecking', 'expressionWarnings')
  for (const [i, { warning, fieldRef }] of (status.typeChecking?.expressionWarnings ?? []).entries()) {
    if (warning === '') errors.required(path.index(i).child('warning'))
    if (fieldRef.trim() === '') errors.required(path.index(i).child('fieldRef'))
  }
  validateConditions(status.conditions, STATUS.child('conditions'), errors)
}
