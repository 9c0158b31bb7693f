// The rules in CEL of a schema: what must be said with them, then their expressions.
// Upstream: the x-kubernetes-validations parts of ValidateCustomResourceDefinitionOpenAPISchema.
import type { ValidationRule } from '../../../../generated/api/apiextensions.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { compileSchemaRule } from '../../lib/cel/schema-rules.ts'
import { fieldAt } from '../../lib/structural/field-path.ts'
import { type Schema, structuralProblem } from '../../lib/structural/schema.ts'
import { type SchemaCosts, UNBOUNDED } from './costs.ts'
import { internalRule } from './internal-form.ts'

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']
const NEW_LINE = /[\n\r]/

/** What stands beside each expression. */
export function validateRules(rules: readonly ValidationRule[], schema: Schema, path: Path, errors: FieldErrors): void {
  const isStructural = structuralProblem(schema) === undefined
  for (const [i, rule] of rules.entries()) validateRule(rule, isStructural ? schema : undefined, path.index(i), errors)
}

function validateRule(rule: ValidationRule, schema: Schema | undefined, path: Path, errors: FieldErrors): void {
  const { message = '', messageExpression = '', reason, fieldPath = '' } = rule
  const text = rule.rule.trim()
  const said = message.trim()
  if (text === '') errors.required(path.child('rule'), 'rule is not specified')
  else if (message !== '' && said === '') {
    errors.invalid(path.child('message'), message, 'must be non-empty if specified')
  } else if (NEW_LINE.test(said)) errors.invalid(path.child('message'), message, 'must not contain line breaks')
  else if (NEW_LINE.test(text) && said === '') {
    errors.required(path.child('message'), 'message must be specified if rule contains line breaks')
  }
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.required(path.child('messageExpression'), 'messageExpression must be non-empty if specified')
  }
  if (reason !== undefined && !REASONS.includes(reason)) errors.notSupported(path.child('reason'), reason, REASONS)
  if (fieldPath === '') return
  const place = path.child('fieldPath')
  if (fieldPath.trim() === '') errors.invalid(place, fieldPath, 'must be non-empty if specified')
  if (NEW_LINE.test(fieldPath)) errors.invalid(place, fieldPath, 'must not contain line breaks')
  if (schema && 'error' in fieldAt(fieldPath, schema)) errors.invalid(place, fieldPath, 'must be a valid path')
}

/** The expressions themselves; `uncorrelatable` is where old and new values stop belonging together. */
export function validateRuleExpressions(
  rules: readonly ValidationRule[],
  schema: Schema,
  path: Path,
  errors: FieldErrors,
  {
    uncorrelatable,
    root,
    cardinality,
    costs,
  }: {
    readonly uncorrelatable: Path | undefined
    /** The schema is that of a whole resource. */
    readonly root: boolean
    /** How often the schema's data may be there; undefined where nothing bounds it. */
    readonly cardinality: number | undefined
    readonly costs: SchemaCosts
  },
): void {
  for (const [i, rule] of rules.entries()) {
    const at = path.index(i)
    const { problem, messageProblem, usesOldSelf, cost } = compileSchemaRule(rule, schema, root)
    costs.observe(at.child('rule'), Math.min(UNBOUNDED, cost.rule * (cardinality ?? cost.cardinality)), 'rule', errors)
    if (problem?.type === 'required') errors.required(at.child('rule'), problem.detail)
    else if (problem) errors.invalid(at.child('rule'), internalRule(rule), problem.detail)
    if (messageProblem) errors.invalid(at.child('messageExpression'), internalRule(rule), messageProblem.detail)
    else if (!problem && rule.messageExpression) {
      costs.observe(at.child('messageExpression'), cost.message, 'messageExpression', errors)
    }
    if (usesOldSelf) {
      if (!uncorrelatable) continue
      const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`
      errors.invalid(at.child('rule'), rule.rule, why)
    } else if (rule.optionalOldSelf !== undefined) {
      const why = 'may not be set if oldSelf is not used in rule'
      errors.invalid(at.child('optionalOldSelf'), rule.optionalOldSelf, why)
    }
  }
}
