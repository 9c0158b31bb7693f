// How a server outside is called, as a kubeconfig says it: its URL, whom to trust, who we are. Files it names are read here.
// Upstream: LoadKubeconfig in apiserver/pkg/util/webhook/webhook.go, client-go/tools/clientcmd.
// Limits: plugins that make credentials (exec, auth-provider) and proxies are not used.
import fs from 'node:fs'
import path from 'node:path'

/** What of a kubeconfig matters to a call. */
export interface ClientSettings {
  /** Where calls go. */
  readonly server: string
  /** PEM. */
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly insecure?: boolean
  readonly tlsServerName?: string
  /** The header that shows who we are. */
  readonly authorization?: string
}

interface Named<T> {
  readonly name?: string
  readonly cluster?: T
  readonly context?: T
  readonly user?: T
}

type Fields = Readonly<Record<string, string | boolean | undefined>>

interface Kubeconfig {
  readonly 'current-context'?: string
  readonly clusters?: readonly Named<Fields>[]
  readonly contexts?: readonly Named<Fields>[]
  readonly users?: readonly Named<Fields>[]
}

/** Why a kubeconfig cannot be used. */
export class KubeconfigError extends Error {}

/** The settings of the current context of a kubeconfig; files are sought from its folder. */
export function clientSettings(config: unknown, file: string): ClientSettings {
  const { clusters = [], contexts = [], users = [], ...rest } = (config ?? {}) as Kubeconfig
  const current = rest['current-context'] ?? ''
  const context = contexts.find(({ name }) => name === current)?.context
  if (current !== '' && context === undefined) {
    throw new KubeconfigError(`invalid configuration: context was not found for specified context: ${current}`)
  }
  const cluster = pick(clusters, context?.['cluster'])?.cluster
  const user = pick(users, context?.['user'])?.user ?? {}
  const server = cluster?.['server']
  if (cluster === undefined || typeof server !== 'string' || server === '') {
    throw new KubeconfigError('invalid configuration: no configuration has been provided')
  }
  const text = (from: Fields, name: string): string | undefined => dataOf(from, name, path.dirname(file))
  const token = text(user, 'token')
  const { username, password = '' } = user
  const basic = username === undefined ? undefined : Buffer.from(`${username}:${password}`).toString('base64')
  return {
    server,
    ...defined({
      ca: text(cluster, 'certificate-authority'),
      cert: text(user, 'client-certificate'),
      key: text(user, 'client-key'),
      tlsServerName: cluster['tls-server-name'] as string | undefined,
      authorization: token !== undefined ? `Bearer ${token}` : basic && `Basic ${basic}`,
    }),
    ...(cluster['insecure-skip-tls-verify'] === true ? { insecure: true } : {}),
  }
}

/** The one that is named, or the first where none is. */
const pick = <T>(all: readonly Named<T>[], name: string | boolean | undefined): Named<T> | undefined =>
  name === undefined ? all[0] : all.find((one) => one.name === name)

/** A value, its base64, or what is in the file it names. */
function dataOf(from: Fields, name: string, folder: string): string | undefined {
  const data = from[`${name}-data`]
  if (typeof data === 'string') return Buffer.from(data, 'base64').toString('utf8')
  if (name === 'token') {
    const { token, tokenFile } = from
    if (typeof token === 'string') return token
    return typeof tokenFile === 'string' ? fs.readFileSync(path.resolve(folder, tokenFile), 'utf8').trim() : undefined
  }
  const file = from[name]
  return typeof file === 'string' ? fs.readFileSync(path.resolve(folder, file), 'utf8') : undefined
}

const defined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
