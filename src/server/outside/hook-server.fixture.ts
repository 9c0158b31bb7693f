// Real HTTPS servers for tests of what a served cluster calls, with a certificate of their own.

import { createHash, type KeyObject, randomBytes } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { isIP } from 'node:net'
import { type Authority, commonNameOf, issueCertificate, keyFromSeed, publicKeyOf } from '../../model/x509/issue.ts'

/** What a hook was sent, and where. */
export interface Asked {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: Readonly<Record<string, never>>
}

/** What a hook says: an object, or a whole response; nothing leaves the client waiting. */
export type Said = object | { readonly code: number; readonly text: string } | undefined

/** A server that answers POSTs. */
export interface HookServer {
  readonly url: string
  readonly port: number
  /** PEM in base64. */
  readonly caBundle: string
  readonly ca: string
  readonly asked: Asked[]
  close(): Promise<void>
}

/** Starts one for localhost, unless other names are given. */
export async function hookServer(
  answer: (asked: Asked) => Said | Promise<Said>,
  options: { readonly names?: readonly string[]; readonly plain?: boolean } = {},
): Promise<HookServer> {
  const { key, cert, ca } = certified(options.names ?? ['localhost', '127.0.0.1', '::1'])
  const asked: Asked[] = []
  const handler: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body']
      const one = { path: request.url ?? '', headers: request.headers, body }
      asked.push(one)
      void Promise.resolve(answer(one)).then((said) => {
        if (said === undefined) return
        const whole = 'code' in said && 'text' in said
        response.writeHead(whole ? said.code : 200, { 'content-type': whole ? 'text/plain' : 'application/json' })
        response.end(whole ? said.text : JSON.stringify(said))
      })
    })
  }
  const server = options.plain === true ? http.createServer(handler) : https.createServer({ key, cert }, handler)
  await new Promise<void>((resolve) => {
    server.listen(0, '0.0.0.0', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `https://localhost:${port}`,
    port,
    ca,
    caBundle: Buffer.from(ca).toString('base64'),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** An AdmissionReview that answers another. */
export const admission = ({ body }: Asked, response: object): object => {
  const { apiVersion, kind, request } = body as unknown as {
    apiVersion: string
    kind: string
    request: { uid: string }
  }
  return { apiVersion, kind, response: { uid: request.uid, ...response } }
}

const TEN_MINUTES = 600_000

/** A key and a certificate for names, and the authority that signed it. */
export function certified(names: readonly string[]): {
  readonly key: string
  readonly cert: string
  readonly ca: string
} {
  const newKey = (): KeyObject => keyFromSeed(randomBytes(32))
  const key = newKey()
  const authorityKey = newKey()
  const keyId = createHash('sha1').update(publicKeyOf(authorityKey)).digest()
  const authority: Authority = { commonName: `hooks ${keyId.toString('hex')}`, key: authorityKey, keyId }
  const common = { serial: randomBytes(8), notBefore: Date.now() - TEN_MINUTES, notAfter: Date.now() + TEN_MINUTES }
  const ca = issueCertificate(authority, {
    ...common,
    subject: commonNameOf(authority.commonName),
    publicKey: publicKeyOf(authorityKey),
    usages: ['cert sign'],
    isAuthority: true,
    alternativeNames: [],
  })
  const cert = issueCertificate(authority, {
    ...common,
    subject: commonNameOf('hook'),
    publicKey: publicKeyOf(key),
    usages: ['server auth', 'digital signature'],
    alternativeNames: names.map((name) =>
      isIP(name) > 0 ? { tag: 7, bytes: addressBytes(name) } : { tag: 2, bytes: Buffer.from(name) },
    ),
  })
  return { key: key.export({ format: 'pem', type: 'pkcs8' }) as string, cert, ca }
}

const addressBytes = (address: string): Buffer =>
  address.includes(':') ? Buffer.from([...Array(15).fill(0), 1]) : Buffer.from(address.split('.').map(Number))
