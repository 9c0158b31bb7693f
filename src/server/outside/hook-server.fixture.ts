// Real HTTPS servers for tests of what a served cluster calls, with a certificate of their own.
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from '../certificate.ts'

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

/** Starts one for `localhost` and 127.0.0.1, and the other names. */
export async function hookServer(
  answer: (asked: Asked) => Said | Promise<Said>,
  options: { readonly name?: string; readonly plain?: boolean } = {},
): Promise<HookServer> {
  const { key, cert } = await makeCertificate(options.name ?? 'localhost')
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
    ca: cert,
    caBundle: Buffer.from(cert).toString('base64'),
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
