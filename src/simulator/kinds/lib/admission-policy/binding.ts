// What bindings of both sorts of policy have in common: the policy, its parameters, what is matched.
// Upstream: validateValidatingAdmissionPolicyBindingSpec, validateParamRef in pkg/apis/admissionregistration/validation.
import type { MatchResources, ParamRef } from '../../../../generated/api/admissionregistration.v1.ts'
import { labelSelectorGoText } from '../../../../model/label-selector-go-text.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateLabelSelector } from '../validation/metadata.ts'
import { isPathSegmentName, nameIsDNSSubdomain } from '../validation/names.ts'
import { validateMatchResources } from './match-resources.ts'

/** What both sorts of binding say. */
export interface BindingSpec {
  readonly policyName?: string | undefined
  readonly paramRef?: ParamRef | undefined
  readonly matchResources?: MatchResources | undefined
}

const SPEC = Path.of('spec')
const PARAM_REF = SPEC.child('paramRef')
const ACTIONS = ['Deny', 'Allow']
const EXCLUSIVE = 'name and selector are mutually exclusive'

/** Everything but what is special about one sort. */
export function validateBinding({ policyName = '', paramRef, matchResources }: BindingSpec, errors: FieldErrors): void {
  const at = SPEC.child('policyName')
  if (policyName === '') errors.required(at)
  else errors.invalidAll(at, policyName, nameIsDNSSubdomain(policyName, false))
  if (paramRef !== undefined) validateParamRef(paramRef, errors)
  validateMatchResources(matchResources, SPEC.child('matchResources'), errors)
}

function validateParamRef({ name = '', selector, parameterNotFoundAction = '' }: ParamRef, errors: FieldErrors): void {
  if (name !== '') {
    errors.invalidAll(PARAM_REF.child('name'), name, isPathSegmentName(name))
    if (selector !== undefined) errors.forbidden(PARAM_REF.child('name'), EXCLUSIVE)
  }
  if (selector !== undefined) {
    validateLabelSelector(selector, PARAM_REF.child('selector'), errors)
    if (name !== '') errors.forbidden(PARAM_REF.child('selector'), EXCLUSIVE)
  }
  if (name === '' && selector === undefined) errors.required(PARAM_REF, 'one of name or selector must be specified')
  const action = PARAM_REF.child('parameterNotFoundAction')
  if (parameterNotFoundAction === '') errors.required(action)
  else if (!ACTIONS.includes(parameterNotFoundAction)) errors.notSupported(action, parameterNotFoundAction, ACTIONS)
}

/** The parameters as a table shows them. */
export function paramCell({ paramRef }: BindingSpec): string {
  if (paramRef === undefined) return '<unset>'
  const { name, namespace, selector } = paramRef
  if (name) return `${namespace || '*'}/${name}`
  return selector === undefined ? '<unset>' : labelSelectorGoText(selector)
}
