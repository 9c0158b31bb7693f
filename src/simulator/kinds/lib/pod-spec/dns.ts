// How a pod resolves names, and the names it gives itself.
// Upstream: pkg/apis/core/validation/validation.go (validatePodDNSConfig, ValidateHostAliases, validatePodHostName).
import type { HostAlias, PodDNSConfig, PodSpec } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import {
  byteLength,
  isDNS1123Subdomain,
  isDNS1123SubdomainWithUnderscore,
  isValidIPForLegacyField,
} from '../validation/names.ts'
import type { PodValidationOptions } from './options.ts'

const POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const MAX_NAMESERVERS = 3
const MAX_SEARCHES = 32
const MAX_SEARCH_CHARACTERS = 2048
const MAX_HOSTNAME = 64

/** dnsPolicy. */
export function validateDNSPolicy(policy: string | undefined, path: Path, errors: FieldErrors): void {
  if (!policy) errors.required(path)
  else if (!POLICIES.includes(policy)) errors.notSupported(path, policy, POLICIES)
}

/** dnsConfig, which dnsPolicy None cannot do without. */
export function validateDNSConfig(
  { dnsConfig, dnsPolicy }: PodSpec,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (dnsPolicy === 'None') {
    if (dnsConfig === undefined) {
      errors.required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')
      return
    }
    if (!dnsConfig.nameservers?.length) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
      errors.required(path.child('nameservers'), detail)
      return
    }
  }
  if (dnsConfig === undefined) return
  validateNameservers(dnsConfig.nameservers ?? [], path.child('nameservers'), errors, options)
  validateSearches(dnsConfig, path.child('searches'), errors, options)
  for (const [i, option] of (dnsConfig.options ?? []).entries()) {
    if (!option.name) errors.required(path.child('options').index(i), 'must not be empty')
  }
}

function validateNameservers(
  servers: readonly string[],
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (servers.length > MAX_NAMESERVERS) {
    errors.invalid(path, servers, `must not have more than ${MAX_NAMESERVERS} nameservers`)
  }
  for (const [i, server] of servers.entries()) {
    isValidIPForLegacyField(path.index(i), server, errors, options.strictIPs)
  }
}

function validateSearches(
  { searches = [] }: PodDNSConfig,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (searches.length > MAX_SEARCHES) {
    errors.invalid(path, searches, `must not have more than ${MAX_SEARCHES} search paths`)
  }
  if (byteLength(searches.join(' ')) > MAX_SEARCH_CHARACTERS) {
    const detail = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`
    errors.invalid(path, searches, detail)
  }
  const relaxed = options.allowRelaxedDNSSearchValidation
  const rule = relaxed ? isDNS1123SubdomainWithUnderscore : isDNS1123Subdomain
  for (const [i, search] of searches.entries()) {
    if (relaxed && search === '.') continue
    const name = search.endsWith('.') ? search.slice(0, -1) : search
    errors.invalidAll(path.index(i), name, rule(name))
  }
}

/** Lines for the containers' /etc/hosts. */
export function validateHostAliases(
  aliases: readonly HostAlias[],
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  for (const [i, { ip, hostnames = [] }] of aliases.entries()) {
    isValidIPForLegacyField(path.index(i).child('ip'), ip, errors, options.strictIPs)
    for (const [j, name] of hostnames.entries()) {
      errors.invalidAll(path.index(i).child('hostnames').index(j), name, isDNS1123Subdomain(name))
    }
  }
}

/** hostnameOverride, which the other ways of naming exclude. */
export function validateHostnameOverride(spec: PodSpec, specPath: Path, errors: FieldErrors): void {
  const name = spec.hostnameOverride
  if (name === undefined) return
  const path = specPath.child('hostnameOverride')
  if (spec.setHostnameAsFQDN) errors.forbidden(path, 'may not be specified when setHostnameAsFQDN is true')
  if (spec.hostNetwork) errors.forbidden(path, 'may not be specified when hostNetwork is true')
  if (byteLength(name) > MAX_HOSTNAME) errors.tooLong(path, MAX_HOSTNAME)
  errors.invalidAll(path, name, isDNS1123Subdomain(name))
}
