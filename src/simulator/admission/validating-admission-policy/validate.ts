// What a policy says of a request with one parameter. Upstream: apiserver/pkg/admission/plugin/policy/validating/validator.go.
import type { ValidatingAdmissionPolicy } from '../../../generated/api/admissionregistration.v1.ts'
import type { CelValue } from '../../cel/values/value.ts'
import { type Evaluated, meetsConditions, OutOfBudget, PolicyRun } from '../lib/policy/evaluate.ts'
import type { RequestValues } from '../lib/policy/request-values.ts'
import { compiledPolicy } from './compiled.ts'

/** A denial; '' is the default reason. */
export interface Denial {
  readonly message: string
  readonly reason: string
  /** Of the validation that denies. */
  readonly index: number
}

/** What came of a policy. */
export interface PolicyOutcome {
  readonly denials: readonly Denial[]
  readonly annotations: readonly { readonly key: string; readonly value: string }[]
  /** Annotations that failed deny whatever the binding does with denials. */
  readonly annotationErrors: readonly string[]
}

const MAX_MESSAGE = 5 * 1024
const NOTHING: PolicyOutcome = { denials: [], annotations: [], annotationErrors: [] }

/** Runs a policy. */
export function validate(policy: ValidatingAdmissionPolicy, values: RequestValues): PolicyOutcome {
  const { failurePolicy, validations = [] } = policy.spec
  const compiled = compiledPolicy(policy)
  const failed = (message: string): PolicyOutcome =>
    failurePolicy === 'Ignore' ? NOTHING : { ...NOTHING, denials: [{ message, reason: '', index: 0 }] }
  const met = meetsConditions(compiled.conditions, values, failurePolicy)
  if (typeof met === 'object') return failed(met.error)
  if (!met) return NOTHING
  const run = new PolicyRun(values, compiled.variables)
  let results: readonly Evaluated[]
  try {
    results = compiled.validations.map((expression) => run.evaluate(expression))
  } catch (stop) {
    if (!(stop instanceof OutOfBudget)) throw stop
    return failed(stop.message)
  }
  const denials: Denial[] = []
  for (const [i, result] of results.entries()) {
    const validation = validations[i]!
    if (result.error !== undefined) {
      if (failurePolicy !== 'Ignore') denials.push({ message: result.error, reason: '', index: i })
    } else if (result.value !== true) {
      const said = message(run, compiled.messages[i])
      const fallback = validation.message?.trim() || `failed expression: ${validation.expression.trim()}`
      denials.push({ message: said || fallback, reason: validation.reason ?? '', index: i })
    }
  }
  return { denials, ...annotate(policy, values) }
}

/** What a message expression says; '' where it says nothing that can be used. */
function message(run: PolicyRun, expression: Parameters<PolicyRun['evaluate']>[0] | undefined): string {
  if (expression === undefined) return ''
  const { value, error } = run.evaluate(expression) as { readonly value?: CelValue; readonly error?: string }
  if (error !== undefined || typeof value !== 'string') return ''
  const said = value.trim()
  return said.length > MAX_MESSAGE || said.includes('\n') ? '' : said
}

function annotate(
  policy: ValidatingAdmissionPolicy,
  values: RequestValues,
): Pick<PolicyOutcome, 'annotations' | 'annotationErrors'> {
  const compiled = compiledPolicy(policy)
  const annotations: { key: string; value: string }[] = []
  const annotationErrors: string[] = []
  if (compiled.annotations.length === 0) return { annotations, annotationErrors }
  const run = new PolicyRun(values, compiled.variables)
  for (const { key, expression } of compiled.annotations) {
    const result = run.evaluate(expression)
    if (result.error !== undefined) {
      if (policy.spec.failurePolicy !== 'Ignore') annotationErrors.push(result.error)
    } else if (typeof result.value === 'string' && result.value.trim() !== '') {
      annotations.push({ key, value: result.value.trim() })
    }
  }
  return { annotations, annotationErrors }
}
