// The credentials a pod's image may be pulled with: from its pull secrets, those whose host and path fit the image, the most
// specific first. Host names of credentials may have wildcards, one part for one part.
// Upstream: pkg/credentialprovider/{keyring,config}.go, pkg/credentialprovider/secrets/secrets.go.
import type { Secret } from '../../../generated/api/core.v1.ts'
import { patternOf } from '../../containers/shell/patterns.ts'
import { decodeAuth } from './auth-field.ts'

/** A user and where it is from. */
export interface PullCredentials {
  readonly user: string
  readonly password: string
  readonly secret: { readonly uid: string; readonly namespace: string; readonly name: string }
}

/** Credentials by host and path. */
export interface Keyring {
  readonly entries: ReadonlyMap<string, readonly PullCredentials[]>
  /** The keys, the more specific first. */
  readonly index: readonly string[]
}

const JSON_TYPE = 'kubernetes.io/dockerconfigjson'
const OLD_TYPE = 'kubernetes.io/dockercfg'
const DEFAULT_HOST = 'index.docker.io'
const NONE: readonly PullCredentials[] = []

/** The keyring of a pod's pull secrets, or what is wrong with one of them. */
export function keyringOf(secrets: readonly Secret[]): Keyring | { readonly error: string } {
  const entries = new Map<string, PullCredentials[]>()
  for (const secret of secrets) {
    const { uid = '', namespace = '', name = '' } = secret.metadata
    for (const [location, entry] of Object.entries(configOf(secret))) {
      const login = loginOf(entry)
      if ('error' in login) return login
      const key = keyOf(location)
      const list = entries.get(key) ?? []
      list.push({ ...login, secret: { uid, namespace, name } })
      entries.set(key, list)
    }
  }
  return { entries, index: [...entries.keys()].sort().reverse() }
}

/** The credentials for a repository (`docker.io/library/nginx`), in the order they are tried. */
export function lookUp({ entries, index }: Keyring, repository: string): readonly PullCredentials[] {
  const found = index.filter((key) => fits(key, repository)).flatMap((key) => entries.get(key) ?? NONE)
  if (found.length > 0) return found
  return isDefaultRegistry(repository) ? (entries.get(DEFAULT_HOST) ?? NONE) : NONE
}

function configOf({ type, data }: Secret): Record<string, unknown> {
  const text = type === JSON_TYPE ? data?.['.dockerconfigjson'] : type === OLD_TYPE ? data?.['.dockercfg'] : undefined
  if (!text) return {}
  const config = objectOf(JSON.parse(Buffer.from(text, 'base64').toString()))
  return type === JSON_TYPE ? objectOf(config['auths']) : config
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function loginOf(entry: unknown): { user: string; password: string } | { error: string } {
  const { username, password, auth } = objectOf(entry)
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return text(auth) === '' ? { user: text(username), password: text(password) } : decodeAuth(text(auth))
}

/** `https://host/v1/path` and `host/path` are the same place. */
function keyOf(location: string): string {
  const { host, path } = split(location.replace(/^https?:\/\//, ''))
  const effective = path.startsWith('/v1/') || path.startsWith('/v2/') ? path.slice('/v1'.length) : path
  return effective === '' || effective === '/' ? host : host + effective
}

function split(place: string): { host: string; path: string } {
  const slash = place.indexOf('/')
  if (slash < 0) return { host: place, path: '' }
  const end = place.slice(slash).search(/[?#]/)
  return { host: place.slice(0, slash), path: end < 0 ? place.slice(slash) : place.slice(slash, slash + end) }
}

/** Whether credentials for `key` are for `repository`: port, every part of the host, and the path as a beginning. */
function fits(key: string, repository: string): boolean {
  const glob = split(key)
  const target = split(repository)
  const [globHost, globPort] = withPort(glob.host)
  const [targetHost, targetPort] = withPort(target.host)
  if (globPort !== targetPort || !target.path.startsWith(glob.path)) return false
  const globParts = globHost.split('.')
  const targetParts = targetHost.split('.')
  if (globParts.length !== targetParts.length) return false
  return globParts.every((part, i) => patternOf(part).test(targetParts[i]!))
}

function withPort(host: string): [name: string, port: string] {
  const colon = host.lastIndexOf(':')
  return colon < 0 ? [host, ''] : [host.slice(0, colon), host.slice(colon + 1)]
}

function isDefaultRegistry(image: string): boolean {
  const slash = image.indexOf('/')
  if (slash < 0) return image !== ''
  const first = image.slice(0, slash)
  if (first === '') return false
  return first === 'docker.io' || first === DEFAULT_HOST || !/[.:]/.test(first)
}
