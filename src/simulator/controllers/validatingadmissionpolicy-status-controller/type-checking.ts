// Checks the expressions of a policy against the types of the objects it is about, and says what cannot be right. It never decides
// anything. Upstream: apiserver/pkg/admission/plugin/policy/validating/typechecking.go.
import type {
  ExpressionWarning,
  NamedRuleWithOperations,
  ParamKind,
  ValidatingAdmissionPolicy,
} from '../../../generated/api/admissionregistration.v1.ts'
import { AdmissionCompiler, isAdmissionProblem } from '../../cel/kubernetes/admission.ts'
import { type CelType, DYN } from '../../cel/types.ts'
import { objectType } from './object-types.ts'

/** The kind behind a resource. */
export type KindOf = (apiVersion: string, resource: string) => string | undefined

const MOST_TYPES = 10
const FAILED = 'compilation failed: '

interface Checked {
  /** `apps/v1, Kind=Deployment`. */
  readonly text: string
  readonly order: string
  readonly type: CelType
}

/** What is wrong with the validations of a policy. */
export function typeCheck(policy: ValidatingAdmissionPolicy, kindOf: KindOf): readonly ExpressionWarning[] {
  const { matchConstraints, paramKind, validations, variables } = policy.spec
  const types = typesOf(matchConstraints?.resourceRules ?? [], kindOf)
  if (types.length === 0) return []
  const params = typeOfParams(paramKind)
  const check = (fieldRef: string, expression: string | undefined): readonly ExpressionWarning[] => {
    if (!expression) return []
    const problems = types.flatMap(({ text, type }) => {
      const compiler = new AdmissionCompiler(true)
      const declarations = {
        params: paramKind !== undefined,
        authorizer: true,
        patchTypes: false,
        types: { object: type, params },
      }
      for (const { name, expression: value } of variables ?? []) compiler.define(name, value, declarations)
      const made = compiler.compile(expression, 'variable', declarations)
      return isAdmissionProblem(made) ? [`${text}: ${made.problem.replace(FAILED, '')}\n`] : []
    })
    return problems.length === 0 ? [] : [{ fieldRef, warning: problems.join('\n') }]
  }
  return (validations ?? []).flatMap(({ expression, messageExpression }, i) => [
    ...check(`spec.validations[${i}].expression`, expression),
    ...check(`spec.validations[${i}].messageExpression`, messageExpression),
  ])
}

const typeOfParams = (kind: ParamKind | undefined): CelType =>
  (kind === undefined ? undefined : objectType(kind.apiVersion ?? '', kind.kind ?? '')) ?? DYN

const hasWildcard = (names: readonly string[]): boolean => names.some((name) => name.includes('*'))

/** The kinds that rules without wildcards name, in order of group, version and kind. */
function typesOf(rules: readonly NamedRuleWithOperations[], kindOf: KindOf): readonly Checked[] {
  const found = new Map<string, Checked>()
  for (const { apiGroups, apiVersions, resources } of rules) {
    const groups = (apiGroups ?? []).toSorted()
    const versions = (apiVersions ?? []).toSorted()
    if (hasWildcard(groups) || hasWildcard(versions)) continue
    let count = 0
    for (const group of groups)
      for (const version of versions)
        for (const resource of (resources ?? []).filter((name) => !/[*/]/.test(name)).sort()) {
          const apiVersion = group === '' ? version : `${group}/${version}`
          const kind = kindOf(apiVersion, resource)
          if (kind === undefined || count++ >= MOST_TYPES) continue
          const type = objectType(apiVersion, kind)
          const text = `${group === '' ? `/${version}` : apiVersion}, Kind=${kind}`
          if (type !== undefined) found.set(text, { text, order: `${group}\n${version}\n${kind}`, type })
        }
  }
  return [...found.values()].sort((a, b) => (a.order < b.order ? -1 : 1))
}
