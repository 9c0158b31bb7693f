// The keys of OpenID Connect issuers, fetched once when the server starts; an issuer that cannot be reached then knows nobody.
// Upstream: go-oidc NewProvider and NewRemoteKeySet. Limit: keys are not fetched again.
import https from 'node:https'

interface Issuer {
  readonly url?: string
  readonly discoveryURL?: string
  readonly certificateAuthority?: string
}

type Keys = readonly Readonly<Record<string, unknown>>[]

const TIMEOUT_MS = 10_000

/** The keys of the issuers of an AuthenticationConfiguration, by their URL; `tell` hears why one has none. */
export async function issuerKeys(configuration: unknown, tell: (problem: string) => void): Promise<Map<string, Keys>> {
  const { jwt = [] } = (configuration ?? {}) as { jwt?: readonly { readonly issuer?: Issuer }[] }
  const found = new Map<string, Keys>()
  for (const { issuer = {} } of jwt) {
    const { url = '', discoveryURL, certificateAuthority: ca } = issuer
    try {
      const discovery = await json(discoveryURL ?? `${url.replace(/\/$/, '')}/.well-known/openid-configuration`, ca)
      const { keys } = await json(String(discovery['jwks_uri']), ca)
      if (!Array.isArray(keys)) throw new Error('it publishes no keys')
      found.set(url, keys as Keys)
    } catch (error) {
      tell(`the issuer ${url} cannot be asked for its keys: ${(error as Error).message}`)
    }
  }
  return found
}

function json(url: string, ca: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    const request = https.get(url, { timeout: TIMEOUT_MS, ...(ca === undefined ? {} : { ca }) }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        if (response.statusCode !== 200) reject(new Error(`${response.statusCode} ${text.slice(0, 200)}`))
        else {
          try {
            resolve(JSON.parse(text) as Readonly<Record<string, unknown>>)
          } catch (error) {
            reject(error as Error)
          }
        }
      })
    })
    request.on('timeout', () => request.destroy(new Error('it does not answer')))
    request.on('error', reject)
  })
}
