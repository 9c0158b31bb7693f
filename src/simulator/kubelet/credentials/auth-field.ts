// The `auth` of an entry in a docker config: user and password, joined by a colon, in base64.
// Upstream: decodeDockerConfigFieldAuth in pkg/credentialprovider/config.go.

const FOREIGN = /[^A-Za-z0-9+/=\r\n]/

/** The user and the password of an `auth` field, or what is wrong with it. */
export function decodeAuth(field: string): { user: string; password: string } | { error: string } {
  const wrong = field.search(FOREIGN)
  if (wrong >= 0) return { error: `illegal base64 data at input byte ${wrong}` }
  const decoded = Buffer.from(field, 'base64').toString()
  const colon = decoded.indexOf(':')
  if (colon < 0) return { error: 'unable to parse auth field, must be formatted as base64(username:password)' }
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) }
}
