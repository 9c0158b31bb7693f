// What an AuthenticationConfiguration may say. Upstream: ValidateAuthenticationConfiguration in
// apiserver/pkg/apis/apiserver/validation/validation.go, loadAuthenticationConfig in pkg/kubeapiserver/options/authentication.go.
import { FieldErrors } from '../../api/status/field-errors.ts'
import { Path } from '../../api/status/path.ts'
import { isDomainPrefixedPath } from '../../kinds/lib/validation/label-syntax.ts'
import type { AuthenticationConfiguration, JwtIssuer, PrefixedClaim, ValidationRule } from './configuration.ts'
import { expressionOf } from './configuration.ts'

const MAX_ISSUERS = 64
const OWN_ISSUER = 'https://kubernetes.default.svc.cluster.local'
const REQUIRED_PREFIX = 'prefix is required when claim is set. It can be set to an empty string to disable prefixing'
const BOTH = "claim and expression can't both be set"

/** Why a configuration cannot be used; undefined when it can. */
export function configurationProblem({ jwt = [], anonymous }: AuthenticationConfiguration): string | undefined {
  const errors = new FieldErrors()
  const root = Path.of('jwt')
  if (jwt.length > MAX_ISSUERS) errors.tooMany(root, jwt.length, MAX_ISSUERS)
  const seen = new Set<string>()
  for (const [i, issuer] of jwt.entries()) {
    const path = root.index(i)
    validateIssuer(issuer, path, errors)
    const url = issuer.issuer?.url ?? ''
    if (seen.has(url)) errors.duplicate(path.child('issuer').child('url'), url)
    seen.add(url)
  }
  if (anonymous !== undefined && anonymous.enabled !== true && anonymous.conditions?.length) {
    const why = 'enabled should be set to true when conditions are defined'
    errors.invalid(Path.of('anonymous').child('conditions'), anonymous.conditions, why)
  }
  return errors.length === 0 ? undefined : errors.message
}

function validateIssuer(jwt: JwtIssuer, path: Path, errors: FieldErrors): void {
  const at = path.child('issuer')
  const { url = '', discoveryURL = '', audiences = [], audienceMatchPolicy = '' } = jwt.issuer ?? {}
  if (url === '') errors.required(at.child('url'))
  else validateUrl(url, at.child('url'), errors, true)
  if (discoveryURL !== '') {
    if (url !== '' && url.replace(/\/+$/, '') === discoveryURL.replace(/\/+$/, '')) {
      errors.invalid(at.child('discoveryURL'), discoveryURL, 'discoveryURL must be different from URL')
    }
    validateUrl(discoveryURL, at.child('discoveryURL'), errors, false)
  }
  validateAudiences(audiences, audienceMatchPolicy, at, errors)
  for (const [i, rule] of (jwt.claimValidationRules ?? []).entries()) {
    validateClaimRule(rule, path.child('claimValidationRules').index(i), errors)
  }
  validateMappings(jwt, path.child('claimMappings'), errors)
  for (const [i, { expression = '' }] of (jwt.userValidationRules ?? []).entries()) {
    const rule = path.child('userValidationRules').index(i).child('expression')
    if (expression === '') errors.required(rule)
    else compiles(expression, 'user', 'bool', rule, errors)
  }
}

function validateUrl(text: string, path: Path, errors: FieldErrors, isIssuer: boolean): void {
  if (isIssuer && text === OWN_ISSUER) {
    errors.invalid(path, text, `URL must not overlap with disallowed issuers: [${OWN_ISSUER}]`)
  }
  if (!text.startsWith('https://')) errors.invalid(path, text, 'URL scheme must be https')
  const [beforeHash = '', ...hash] = text.split('#')
  const [beforeQuery = '', ...query] = beforeHash.split('?')
  if (/^[a-z]+:\/\/[^/]*@/.test(beforeQuery)) {
    errors.invalid(path, text, 'URL must not contain a username or password')
  }
  if (query.join('?') !== '') errors.invalid(path, text, 'URL must not contain a query')
  if (hash.join('#') !== '') errors.invalid(path, text, 'URL must not contain a fragment')
}

function validateAudiences(audiences: readonly string[], policy: string, at: Path, errors: FieldErrors): void {
  const path = at.child('audiences')
  if (audiences.length === 0) {
    errors.required(path, `at least one ${path} is required`)
    return
  }
  for (const [i, audience] of audiences.entries()) {
    if (audience === '') errors.required(path.index(i))
    if (audiences.indexOf(audience) < i) errors.duplicate(path.index(i), audience)
  }
  const match = at.child('audienceMatchPolicy')
  if (audiences.length > 1 && policy !== 'MatchAny') {
    errors.invalid(match, policy, 'audienceMatchPolicy must be MatchAny for multiple audiences')
  }
  if (audiences.length === 1 && policy !== '' && policy !== 'MatchAny') {
    errors.invalid(match, policy, 'audienceMatchPolicy must be empty or MatchAny for single audience')
  }
}

function compiles(
  text: string,
  variable: 'claims' | 'user',
  yields: 'bool' | 'any',
  path: Path,
  errors: FieldErrors,
): void {
  const made = expressionOf(text, variable, yields)
  if ('problem' in made) errors.invalid(path, text, made.problem)
}

function validateClaimRule(rule: ValidationRule, path: Path, errors: FieldErrors): void {
  const { claim = '', expression = '', message = '', requiredValue = '' } = rule
  if (claim !== '' && expression !== '') errors.invalid(path, claim, BOTH)
  else if (claim === '' && expression === '') errors.required(path, 'claim or expression is required')
  else if (claim !== '') {
    if (message !== '') errors.invalid(path.child('message'), message, 'may not be specified when claim is set')
  } else {
    if (requiredValue !== '') {
      errors.invalid(path.child('requiredValue'), requiredValue, 'may not be specified when expression is set')
    }
    compiles(expression, 'claims', 'bool', path.child('expression'), errors)
  }
}

function validateMappings(
  { claimMappings = {}, claimValidationRules = [] }: JwtIssuer,
  path: Path,
  errors: FieldErrors,
): void {
  const { username = {}, groups = {}, uid = {}, extra = [] } = claimMappings
  validatePrefixed(username, path.child('username'), errors, true)
  validatePrefixed(groups, path.child('groups'), errors, false)
  if (uid.claim && uid.expression) errors.invalid(path.child('uid'), '', BOTH)
  else if (uid.expression) compiles(uid.expression, 'claims', 'any', path.child('uid').child('expression'), errors)
  const keys = extra.map(({ key }) => key ?? '')
  for (const [i, { valueExpression = '' }] of extra.entries()) {
    const at = path.child('extra').index(i)
    validateKey(keys[i]!, at.child('key'), errors)
    if (keys.indexOf(keys[i]!) < i) errors.duplicate(at.child('key'), keys[i]!)
    else if (valueExpression === '') errors.required(at.child('valueExpression'))
    else compiles(valueExpression, 'claims', 'any', at.child('valueExpression'), errors)
  }
  const others = [
    username.expression,
    ...extra.map((one) => one.valueExpression),
    ...claimValidationRules.map((one) => one.expression),
  ]
  const names = (text: string | undefined, claim: string): boolean =>
    new RegExp(`\\bclaims\\.\\??${claim}\\b`).test(text ?? '')
  if (names(username.expression, 'email') && !others.some((text) => names(text, 'email_verified'))) {
    const why =
      'claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression'
    errors.invalid(path.child('username').child('expression'), username.expression ?? '', why)
  }
}

function validateKey(key: string, path: Path, errors: FieldErrors): void {
  isDomainPrefixedPath(path, key, errors)
  if (key !== key.toLowerCase()) errors.invalid(path, key, 'must be lowercase')
  if (/(^|\.)(k8s|kubernetes)\.io\//.test(key)) {
    errors.invalid(path, key, 'k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use')
  }
}

function validatePrefixed(mapping: PrefixedClaim, path: Path, errors: FieldErrors, required: boolean): void {
  const { claim = '', expression = '', prefix } = mapping
  if (claim !== '' && expression !== '') errors.invalid(path, '', BOTH)
  else if (claim === '' && expression === '') {
    if (required) errors.required(path, 'claim or expression is required')
  } else if (expression !== '') {
    if (prefix !== undefined)
      errors.invalid(path.child('prefix'), prefix, 'may not be specified when expression is set')
    compiles(expression, 'claims', 'any', path.child('expression'), errors)
  } else if (prefix === undefined) errors.required(path.child('prefix'), REQUIRED_PREFIX)
}
