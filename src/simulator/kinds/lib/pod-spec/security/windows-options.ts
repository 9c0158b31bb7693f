// Windows options of security contexts, and pods whose containers run as host processes.
// Upstream: pkg/apis/core/validation/validation.go (validateWindowsSecurityContextOptions, validateWindowsHostProcessPod).
import type { PodSpec, WindowsSecurityContextOptions } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { byteLength, isDNS1123Subdomain } from '../../validation/names.ts'
import { visitContainersWithPath } from '../visit.ts'

const MAX_SPEC_KIB = 64
const MAX_DOMAIN = 256
const MAX_USER = 104
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const DNS = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`)
const BAD_USER = /["/\\:;|=,+*?<>@[\]]/
const DOTS_AND_SPACES = /^[. ]+$/

/** The Windows options of a pod or container. */
export function validateWindowsOptions(
  options: WindowsSecurityContextOptions | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  if (options === undefined) return
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options
  if (name !== undefined) errors.invalidAll(path.child('gmsaCredentialSpecName'), name, isDNS1123Subdomain(name))
  if (spec !== undefined) {
    const place = path.child('gmsaCredentialSpec')
    if (spec === '') errors.invalid(place, spec, 'gmsaCredentialSpec cannot be an empty string')
    else if (byteLength(spec) > MAX_SPEC_KIB * 1024) {
      errors.invalid(place, spec, `gmsaCredentialSpec size must be under ${MAX_SPEC_KIB} KiB`)
    }
  }
  if (user !== undefined) errors.invalidAll(path.child('runAsUserName'), user, userNameProblems(user))
}

/** ASCII only, as Go's [[:cntrl:]]. */
const hasControlCharacters = (text: string): boolean =>
  Array.from(text).some((character) => character < ' ' || character === '\u007f')

function userNameProblems(name: string): readonly string[] {
  if (name === '') return ['runAsUserName cannot be an empty string']
  if (hasControlCharacters(name)) return ['runAsUserName cannot contain control characters']
  const parts = name.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const domain = parts.length === 2 ? parts[0]! : undefined
  const user = parts[parts.length - 1]!
  const problems: string[] = []
  if (domain !== undefined) {
    if (byteLength(domain) >= MAX_DOMAIN) {
      problems.push(`runAsUserName's Domain length must be under ${MAX_DOMAIN} characters`)
    }
    if (!NETBIOS.test(domain) && !DNS.test(domain)) {
      problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
    }
  }
  if (user === '') problems.push("runAsUserName's User cannot be empty")
  else if (byteLength(user) > MAX_USER) {
    problems.push(`runAsUserName's User length must not be longer than ${MAX_USER} characters`)
  }
  if (DOTS_AND_SPACES.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces")
  if (BAD_USER.test(user)) {
    problems.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]')
  }
  return problems
}

/** Host process containers: all of the pod's or none, and on the host's network. */
export function validateHostProcess(spec: PodSpec, specPath: Path, errors: FieldErrors): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess
  let containers = 0
  let hostProcesses = 0
  visitContainersWithPath(spec, specPath, ({ securityContext }, path) => {
    containers++
    const own = securityContext?.windowsOptions?.hostProcess
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const place = path.child('securityContext', 'windowsOptions', 'hostProcess')
      errors.invalid(place, own, `pod hostProcess value must be identical if both are specified, was ${ofPod}`)
    }
    if (own ?? ofPod) hostProcesses++
  })
  if (hostProcesses === 0) return
  if (hostProcesses !== containers) {
    const detail = 'If pod contains any hostProcess containers then all containers must be HostProcess containers'
    errors.invalid(specPath, '', detail)
  }
  if (!spec.hostNetwork) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers'
    errors.invalid(specPath.child('hostNetwork'), false, detail)
  }
}
