// The registries images are pulled from: which of them ask for a user and a password, which cannot be reached, and what containerd
// 2.1 makes of their answers. A registry asks for basic authentication, docker.io for a token of its own; one nobody has said
// anything about has every image and gives it to everybody.
// containerd: core/remotes/docker/{resolver,authorizer}.go, core/transfer/local/pull.go, internal/cri/server/images/image_pull.go.
import { quote } from '../../model/quote.ts'
import { fullName, type ImageReference } from './reference.ts'

/** A user a registry knows. */
export interface RegistryUser {
  readonly user: string
  readonly password: string
}

/** What is said of a registry or of a part of it; times in milliseconds from when it is said. */
export interface RegistrySetting {
  /** A host, with its port where it has one, and a path: `registry.example.com`, `registry.example.com/team`. */
  readonly name: string
  /** It gives its images to this user; several such settings add up. */
  readonly needs?: RegistryUser
  /** It cannot be reached; false: it can again. */
  readonly down?: { readonly from: number; readonly until?: number } | false
}

interface Known {
  readonly users: RegistryUser[]
  down: { readonly from: number; readonly until: number } | undefined
}

const DOCKER_HUB = 'docker.io'

/** The registries one cluster knows of. */
export class Registries {
  readonly #known = new Map<string, Known>()

  /** Says more of a registry. */
  set({ name, needs, down }: RegistrySetting, now: number): void {
    const known = this.#known.get(name) ?? { users: [], down: undefined }
    this.#known.set(name, known)
    if (needs !== undefined) known.users.push(needs)
    if (down === false) known.down = undefined
    else if (down !== undefined) known.down = { from: now + down.from, until: now + (down.until ?? Number.MAX_VALUE) }
  }

  /** Why a pull fails with these credentials; undefined when the registry gives the image. */
  refuse(reference: ImageReference, credentials: RegistryUser | undefined, now: number): string | undefined {
    if (this.#known.size === 0) return undefined
    const users = this.#usersOf(reference)
    if (this.#isDown(reference, now)) return cannotResolve(reference, unreachable(reference))
    if (users === undefined) return undefined
    if (credentials === undefined || credentials.user === '' || credentials.password === '')
      return cannotResolve(reference, anonymous(reference))
    if (users.some(({ user, password }) => user === credentials.user && password === credentials.password))
      return undefined
    return cannotResolve(reference, unauthorized(reference))
  }

  /** Whether the registry of an image cannot be reached. */
  #isDown(reference: ImageReference, now: number): boolean {
    for (const name of prefixes(reference)) {
      const down = this.#known.get(name)?.down
      if (down !== undefined && down.from <= now && now < down.until) return true
    }
    return false
  }

  /** The users of the closest setting that names any. */
  #usersOf(reference: ImageReference): readonly RegistryUser[] | undefined {
    for (const name of prefixes(reference)) {
      const users = this.#known.get(name)?.users
      if (users !== undefined && users.length > 0) return users
    }
    return undefined
  }
}

/** The names a setting may have to be about an image, the longest first. */
function* prefixes({ registry, path }: ImageReference): Iterable<string> {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) yield `${registry}/${path.slice(0, end)}`
  yield registry
}

const cannotResolve = (reference: ImageReference, why: string): string =>
  `failed to pull and unpack image ${quote(fullName(reference))}: failed to resolve image: ${why}`

/** What a registry says of an image it does not have or does not show to everybody. */
export const pullAccessDenied = (reference: ImageReference): string =>
  cannotResolve(reference, denied('server message: insufficient_scope: authorization failed'))

const denied = (why: string): string =>
  `pull access denied, repository does not exist or may require authorization: ${why}`

const anonymous = ({ registry }: ImageReference): string =>
  denied(
    registry === DOCKER_HUB
      ? 'server message: insufficient_scope: authorization failed'
      : 'authorization failed: no basic auth credentials',
  )

function unauthorized(reference: ImageReference): string {
  const { registry, path } = reference
  if (registry !== DOCKER_HUB)
    return `unexpected status from HEAD request to ${manifestUrl(reference)}: 401 Unauthorized`
  const scope = encodeURIComponent(`repository:${path}:pull`)
  const url = `https://auth.docker.io/token?scope=${scope}&service=registry.docker.io`
  return `failed to authorize: failed to fetch oauth token: unexpected status from GET request to ${url}: 401 Unauthorized`
}

/** The address a registry that is down would have is one of those kept for documentation. */
function unreachable(reference: ImageReference): string {
  const host = hostOf(reference)
  const colon = host.lastIndexOf(':')
  const name = colon < 0 ? host : host.slice(0, colon)
  const port = colon < 0 ? '443' : host.slice(colon + 1)
  let sum = 0
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 253
  const address = ADDRESS.test(name) ? name : `203.0.113.${sum + 1}`
  return `failed to do request: Head ${quote(manifestUrl(reference))}: dial tcp ${address}:${port}: connect: connection refused`
}

const ADDRESS = /^[0-9.]+$/

const hostOf = ({ registry }: ImageReference): string => (registry === DOCKER_HUB ? 'registry-1.docker.io' : registry)

const manifestUrl = (reference: ImageReference): string =>
  `https://${hostOf(reference)}/v2/${reference.path}/manifests/${reference.digest ?? reference.tag}`
