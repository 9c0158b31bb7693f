// The flags of `kabuki serve` about webhooks that judge tokens and requests: upstream's own, and what an AuthorizationConfiguration says of
// its webhooks. Upstream: pkg/kubeapiserver/options/{authentication,authorization}.go.
import fs from 'node:fs'
import { parseDuration } from '../model/duration.ts'
import { quote } from '../model/quote.ts'
import { type ClientSettings, clientSettings, KubeconfigError } from '../server/outside/client-settings.ts'
import { type ReviewWebhook, type ServeOptions, settingsOf } from '../server/serve.ts'
import { documentIn } from './serve-files.ts'
import { UsageError } from './usage-error.ts'

const TEXT = { type: 'string' } as const

/** As the parser of arguments takes them. */
export const WEBHOOK_OPTIONS = {
  'authentication-token-webhook-config-file': TEXT,
  'authentication-token-webhook-version': TEXT,
  'authentication-token-webhook-cache-ttl': TEXT,
  'authorization-webhook-config-file': TEXT,
  'authorization-webhook-version': TEXT,
  'authorization-webhook-cache-authorized-ttl': TEXT,
  'authorization-webhook-cache-unauthorized-ttl': TEXT,
} as const

/** What the help says of them. */
export const WEBHOOK_HELP = `      --authentication-token-webhook-config-file <file>
                                          a kubeconfig: who is asked about tokens; with -version and -cache-ttl
      --authorization-webhook-config-file <file>
                                          a kubeconfig: who is asked in mode Webhook; with -version, -cache-authorized-ttl and
                                          -cache-unauthorized-ttl
`

type Flag = keyof typeof WEBHOOK_OPTIONS
type Values = { readonly [name in Flag | 'authorization-config']?: string | boolean | string[] | undefined }
type Plugins = Readonly<Record<string, unknown>>

/** The time a call has unless a configuration says another. */
const TIMEOUT_SECONDS = 30
const OLDER = 'v1beta1'
const VERSIONS: readonly string[] = ['v1', OLDER]

interface Configured {
  readonly authorizers?: readonly {
    readonly type?: string
    readonly name?: string
    readonly webhook?: {
      readonly timeout?: string
      readonly subjectAccessReviewVersion?: string
      readonly connectionInfo?: { readonly type?: string; readonly kubeConfigFile?: string }
    }
  }[]
}

/** What the flags ask for, and the configurations of the plugins that are enabled. */
export function webhooksFrom(values: Values, plugins: Plugins = {}): Partial<ServeOptions> {
  const text = (name: keyof Values): string | undefined => values[name] as string | undefined
  const clients = new Map<string, ClientSettings>()
  const access = new Map<string, ReviewWebhook>()
  const webhook = (name: string, file: string, version: string, timeoutSeconds = TIMEOUT_SECONDS): ReviewWebhook => {
    const settings = settingsIn(file)
    clients.set(name, settings)
    return { url: settings.server, version: version === 'v1' ? 'v1' : OLDER, timeoutSeconds }
  }
  const [tokenFile, modeFile] = [
    text('authentication-token-webhook-config-file'),
    text('authorization-webhook-config-file'),
  ]
  const tokenVersion = text('authentication-token-webhook-version') ?? OLDER
  if (tokenFile !== undefined) checkVersion('authentication webhook', tokenVersion)
  const tokens = tokenFile === undefined ? undefined : webhook(settingsOf.tokens, tokenFile, tokenVersion)
  const modeVersion = text('authorization-webhook-version') ?? OLDER
  if (modeFile !== undefined) {
    checkVersion('webhook authorizer', modeVersion)
    access.set('default', webhook(settingsOf.access('default'), modeFile, modeVersion))
  }
  const configuration = text('authorization-config')
  for (const { name, file, version, seconds } of configuration === undefined
    ? []
    : webhooksIn(documentIn(configuration))) {
    access.set(name, webhook(settingsOf.access(name), file, version, seconds))
  }
  const cache = milliseconds(values, 'authentication-token-webhook-cache-ttl')
  const images = imagesFile(plugins)
  if (images !== undefined) clients.set(settingsOf.images, settingsIn(images))
  return {
    webhookClients: clients,
    ...(images === undefined ? {} : { kubeconfigs: { [images]: clients.get(settingsOf.images)!.server } }),
    reviewWebhooks: { ...(tokens === undefined ? {} : { tokens }), access },
    webhookMode: modeFrom(values, modeFile !== undefined),
    ...(cache === undefined ? {} : { tokenCacheMs: cache }),
  }
}

/** The kubeconfig of ImagePolicyWebhook; that one is missing is told when the plugin starts. */
function imagesFile({ ImagePolicyWebhook: configuration }: Plugins): string | undefined {
  const { imagePolicy = {} } = (configuration ?? {}) as { readonly imagePolicy?: { readonly kubeConfigFile?: string } }
  const { kubeConfigFile: file = '' } = imagePolicy
  return file !== '' && fs.existsSync(file) ? file : undefined
}

function modeFrom(values: Values, configured: boolean): NonNullable<ServeOptions['webhookMode']> {
  const isSet = Object.keys(WEBHOOK_OPTIONS).some(
    (name) => name.startsWith('authorization-') && values[name as Flag] !== undefined,
  )
  const authorizedMs = milliseconds(values, 'authorization-webhook-cache-authorized-ttl')
  const unauthorizedMs = milliseconds(values, 'authorization-webhook-cache-unauthorized-ttl')
  return {
    isSet,
    configured,
    ...(authorizedMs === undefined ? {} : { authorizedMs }),
    ...(unauthorizedMs === undefined ? {} : { unauthorizedMs }),
  }
}

interface ConfiguredWebhook {
  readonly name: string
  readonly file: string
  readonly version: string
  readonly seconds: number
}

/** The webhooks of an AuthorizationConfiguration that is called by a kubeconfig; what is wrong with it is told when it is judged. */
function webhooksIn(configuration: unknown): readonly ConfiguredWebhook[] {
  const { authorizers = [] } = (configuration ?? {}) as Configured
  return authorizers.flatMap(({ type, name = '', webhook = {} }) => {
    const { connectionInfo = {}, subjectAccessReviewVersion: version = '', timeout = '' } = webhook
    if (type !== 'Webhook') return []
    if (connectionInfo.type === 'InClusterConfig') {
      throw new UsageError(
        `--authorization-config: connectionInfo of type InClusterConfig is not simulated (authorizer ${quote(name)})`,
      )
    }
    const read = parseDuration(timeout)
    const seconds = typeof read === 'number' && read > 0 ? read / 1000 : TIMEOUT_SECONDS
    return connectionInfo.kubeConfigFile ? [{ name, file: connectionInfo.kubeConfigFile, version, seconds }] : []
  })
}

function settingsIn(file: string): ClientSettings {
  try {
    return clientSettings(documentIn(file), file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (error instanceof KubeconfigError) throw new UsageError(`${file}: ${error.message}`)
    throw new UsageError((error as Error).message)
  }
}

function checkVersion(what: string, version: string): void {
  if (VERSIONS.includes(version)) return
  throw new UsageError(
    `unsupported ${what} version ${quote(version)}, supported versions are ${VERSIONS.map(quote).join(', ')}`,
  )
}

function milliseconds(values: Values, flag: Flag): number | undefined {
  const text = values[flag] as string | undefined
  if (text === undefined) return undefined
  const read = parseDuration(text)
  if (typeof read === 'number') return read
  throw new UsageError(`invalid argument ${quote(text)} for "--${flag}" flag: ${read.error}`)
}
