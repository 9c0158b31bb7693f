// Flags of kube-apiserver that say how it lets callers in and what it admits, read as pflag reads them, with its errors.
// Upstream: pkg/kubeapiserver/options/{authentication,authorization}.go, plugin/pkg/admission/defaulttolerationseconds/admission.go,
// github.com/spf13/pflag, component-base/cli/flag.

/** The --oidc-* flags that were given. */
export interface OidcFlagValues {
  issuerUrl?: string
  clientId?: string
  usernameClaim?: string
  usernamePrefix?: string
  groupsClaim?: string
  groupsPrefix?: string
  signingAlgorithms?: readonly string[]
  requiredClaims?: Readonly<Record<string, string>>
}

/** What flags say; what was not given is absent. */
export interface ApiServerFlags {
  anonymous?: boolean
  bootstrapTokens?: boolean
  authorizationModes?: readonly string[]
  oidc?: OidcFlagValues
  tolerationSeconds?: { notReady?: number; unreachable?: number }
  enableAdmissionPlugins?: readonly string[]
  disableAdmissionPlugins?: readonly string[]
  featureGates?: Readonly<Record<string, boolean>>
}

/** Why a flag cannot be read. */
export class FlagError extends Error {}

type Read = (flags: ApiServerFlags, value: string) => void

const oidc =
  (set: (values: OidcFlagValues, value: string) => void): Read =>
  (flags, value) => {
    flags.oidc ??= {}
    set(flags.oidc, value)
  }

const seconds =
  (field: 'notReady' | 'unreachable'): Read =>
  (flags, value) => {
    if (!/^[+-]?(?:\d+|0[xX][\da-fA-F]+)$/.test(value)) throw new FlagError(notParsed('ParseInt', value))
    flags.tolerationSeconds = { ...flags.tolerationSeconds, [field]: Number(value) }
  }

const notParsed = (what: string, value: string): string => `strconv.${what}: parsing "${value}": invalid syntax`

const listOf = (value: string): readonly string[] => (value === '' ? [] : value.split(','))

/** Repeated lists add up. */
const more = (known: readonly string[] | undefined, value: string): readonly string[] => [
  ...(known ?? []),
  ...listOf(value),
]

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

function truth(value: string): boolean {
  if (TRUE.has(value)) return true
  if (FALSE.has(value)) return false
  throw new FlagError(notParsed('ParseBool', value))
}

/** Flags that stand for true alone. */
const SWITCHES: ReadonlySet<string> = new Set(['anonymous-auth', 'enable-bootstrap-token-auth'])

const READERS: Readonly<Record<string, Read>> = {
  'anonymous-auth': (flags, value) => {
    flags.anonymous = truth(value)
  },
  'enable-bootstrap-token-auth': (flags, value) => {
    flags.bootstrapTokens = truth(value)
  },
  'authorization-mode': (flags, value) => {
    flags.authorizationModes = more(flags.authorizationModes, value)
  },
  'oidc-issuer-url': oidc((values, value) => {
    values.issuerUrl = value
  }),
  'oidc-client-id': oidc((values, value) => {
    values.clientId = value
  }),
  'oidc-username-claim': oidc((values, value) => {
    values.usernameClaim = value
  }),
  'oidc-username-prefix': oidc((values, value) => {
    values.usernamePrefix = value
  }),
  'oidc-groups-claim': oidc((values, value) => {
    values.groupsClaim = value
  }),
  'oidc-groups-prefix': oidc((values, value) => {
    values.groupsPrefix = value
  }),
  'oidc-signing-algs': oidc((values, value) => {
    values.signingAlgorithms = more(values.signingAlgorithms, value)
  }),
  'oidc-required-claim': oidc((values, value) => {
    const equals = value.indexOf('=')
    if (equals < 0) throw new FlagError('malformed pair, expect string=string')
    const [claim, wanted] = [value.slice(0, equals).trim(), value.slice(equals + 1).trim()]
    values.requiredClaims = { ...values.requiredClaims, [claim]: wanted }
  }),
  'default-not-ready-toleration-seconds': seconds('notReady'),
  'default-unreachable-toleration-seconds': seconds('unreachable'),
  'enable-admission-plugins': (flags, value) => {
    flags.enableAdmissionPlugins = more(flags.enableAdmissionPlugins, value)
  },
  'disable-admission-plugins': (flags, value) => {
    flags.disableAdmissionPlugins = more(flags.disableAdmissionPlugins, value)
  },
  'feature-gates': (flags, value) => {
    for (const pair of listOf(value)) {
      const [gate = '', on] = pair.split('=')
      if (on === undefined) throw new FlagError(`missing bool value for ${gate.trim()}`)
      flags.featureGates = { ...flags.featureGates, [gate.trim()]: truth(on.trim()) }
    }
  },
}

/** The flags that can be read, without their dashes. */
export const API_SERVER_FLAGS: readonly string[] = Object.keys(READERS)

/** Reads flags one by one, in order; throws a FlagError. */
export function readApiServerFlags(given: Iterable<readonly [name: string, value: string]>): ApiServerFlags {
  const flags: ApiServerFlags = {}
  for (const [name, value] of given) {
    const read = READERS[name]
    if (read === undefined) throw new FlagError(`unknown flag: --${name}`)
    try {
      read(flags, value)
    } catch (error) {
      if (!(error instanceof FlagError)) throw error
      throw new FlagError(`invalid argument "${value}" for "--${name}" flag: ${error.message}`)
    }
  }
  return flags
}

/** The flags of a text, as they stand on a command line or one by one in a manifest's command: `--name=value`. */
export function* flagsIn(text: string): Generator<readonly [name: string, value: string]> {
  const words = text
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^- /, '')
        .replace(/\s*\\$/, ''),
    )
    .filter((line) => line !== '' && line !== 'kube-apiserver' && !line.startsWith('#'))
  for (const word of words) {
    const found = /^--([a-z][a-z0-9-]*)(?:[= ](.*))?$/.exec(word)
    if (found === null) throw new FlagError(`not a flag: ${word}`)
    const [, name = '', value] = found
    if (value === undefined && !SWITCHES.has(name)) throw new FlagError(`flag needs an argument: --${name}`)
    yield [name, value ?? 'true']
  }
}
