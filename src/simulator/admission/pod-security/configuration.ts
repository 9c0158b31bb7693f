// The PodSecurityConfiguration: what holds in namespaces that say nothing, and whom none of it concerns.
// Upstream: staging/src/k8s.io/pod-security-admission/admission/api/{v1,validation}.
import { isJsonObject } from '../../../model/json.ts'
import { FieldErrors } from '../../api/status/field-errors.ts'
import { Path } from '../../api/status/path.ts'
import { aggregate } from '../../api/status/status-error.ts'
import { isDNS1123Label, isDNS1123Subdomain } from '../../kinds/lib/validation/dns.ts'
import type { AdmissionContext, PluginConfiguration } from '../contract.ts'
import { ALL_PRIVILEGED, configuredMode, type LevelVersion, type Policy } from './policy.ts'

/** The configuration of one cluster. */
export interface PodSecurity {
  readonly defaults: Policy
  readonly exempt: {
    readonly users: ReadonlySet<string>
    readonly namespaces: ReadonlySet<string>
    readonly runtimeClasses: ReadonlySet<string>
  }
}

const NAME = 'PodSecurity'
const VERSIONS = ['v1', 'v1beta1', 'v1alpha1'].map((version) => `pod-security.admission.config.k8s.io/${version}`)
/** How the names of the exempt may look. */
const RULES: Readonly<Record<string, (name: string) => readonly string[]>> = {
  namespaces: isDNS1123Label,
  runtimeClasses: isDNS1123Subdomain,
  usernames: (name) => (name === '' ? ['username must not be empty'] : []),
}
const NOBODY: ReadonlySet<string> = new Set()
const NONE: PodSecurity = {
  defaults: ALL_PRIVILEGED,
  exempt: { users: NOBODY, namespaces: NOBODY, runtimeClasses: NOBODY },
}
const read = new WeakMap<PluginConfiguration, PodSecurity>()

/** What the cluster is configured to. */
export function podSecurityOf({ configuration }: AdmissionContext): PodSecurity {
  const given = configuration(NAME)
  if (given === undefined) return NONE
  const known = read.get(given)
  if (known !== undefined) return known
  const made = readConfiguration(given, new FieldErrors())
  read.set(given, made)
  return made
}

/** What is wrong with a configuration. */
export function judgeConfiguration(given: PluginConfiguration | undefined): string | undefined {
  if (given === undefined) return undefined
  const { apiVersion, kind } = given
  if (!VERSIONS.includes(String(apiVersion)) || kind !== 'PodSecurityConfiguration')
    return `no kind "${String(kind ?? '')}" is registered for version "${String(apiVersion ?? '')}"`
  const errors = new FieldErrors()
  readConfiguration(given, errors)
  return errors.length === 0 ? undefined : aggregate(errors.list)
}

function readConfiguration({ defaults, exemptions }: PluginConfiguration, errors: FieldErrors): PodSecurity {
  const path = Path.of('defaults')
  const said = (isJsonObject(defaults) ? defaults : {}) as Readonly<Record<string, string>>
  const mode = (name: string): LevelVersion => {
    const [level, version] = [said[name], said[`${name}-version`]]
    return configuredMode({ ...(level ? { level } : {}), ...(version ? { version } : {}) }, path, name, errors)
  }
  const [enforce, warn, audit] = [mode('enforce'), mode('warn'), mode('audit')]
  const set = (field: string): ReadonlySet<string> => namesIn(exemptions, field, errors)
  const exempt = { namespaces: set('namespaces'), runtimeClasses: set('runtimeClasses'), users: set('usernames') }
  return { defaults: { enforce, warn, audit }, exempt }
}

function namesIn(exemptions: unknown, field: string, errors: FieldErrors): ReadonlySet<string> {
  const list = isJsonObject(exemptions) ? exemptions[field] : undefined
  const names = new Set<string>()
  for (const [i, name] of (Array.isArray(list) ? (list as string[]) : []).entries()) {
    const path = Path.of('exemptions', field).index(i)
    const problems = RULES[field]!(name)
    if (problems.length > 0) errors.invalid(path, name, problems.join(', '))
    else if (names.has(name)) errors.duplicate(path, name)
    else names.add(name)
  }
  return names
}
