// A certificate for one run of the server, signed by itself: clients get it with their kubeconfig.
import { createRequire } from 'node:module'
import { isIP } from 'node:net'
import type * as selfsigned from 'selfsigned'

/** PEM texts. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

const DAYS = 365
const DNS_NAME = 2
const IP_ADDRESS = 7

/** Makes a key and a certificate for the host, localhost and the loopback addresses. */
export async function makeCertificate(host: string): Promise<Certificate> {
  // It is CommonJS, outside of the bundle, and only needed here; the bundle runs where import() is not to be had.
  const { generate } = createRequire(import.meta.url)('selfsigned') as typeof selfsigned
  const names = new Set([host, 'localhost', '127.0.0.1', '::1', 'kubernetes.default.svc'])
  const altNames = [...names].map((name) =>
    isIP(name) ? { type: IP_ADDRESS, ip: name } : { type: DNS_NAME, value: name },
  )
  const now = new Date()
  const made = await generate([{ name: 'commonName', value: 'kube-apiserver' }], {
    keyType: 'ec',
    notBeforeDate: now,
    notAfterDate: new Date(now.getTime() + DAYS * 86_400_000),
    extensions: [{ name: 'subjectAltName', altNames }],
  } as never)
  return { key: made.private, cert: made.cert }
}
