// How API servers outside know that a request comes from this one: a certificate of an authority of its own, which they read from a
// ConfigMap. Upstream: pkg/controlplane/controller/clusterauthenticationtrust, kubeadm's front-proxy-ca.
import { issueClientCertificate, makeAuthority } from '../certificate.ts'
import type { ClientSettings } from './client-settings.ts'

const CLIENT = 'front-proxy-client'

/** What shows who we are, and what tells the others of it. */
export interface FrontProxy {
  readonly settings: ClientSettings
  readonly configMap: object
}

/** Makes both for one run; `clientCa` are the authorities of clients, `now` is in epoch milliseconds. */
export function makeFrontProxy(clientCa: string, now: number): FrontProxy {
  const authority = makeAuthority(now)
  const data = {
    'client-ca-file': clientCa,
    'requestheader-allowed-names': JSON.stringify([CLIENT]),
    'requestheader-client-ca-file': authority.certificate,
    'requestheader-extra-headers-prefix': JSON.stringify(['X-Remote-Extra-']),
    'requestheader-group-headers': JSON.stringify(['X-Remote-Group']),
    'requestheader-username-headers': JSON.stringify(['X-Remote-User']),
  }
  return {
    settings: { server: '', ...issueClientCertificate(authority, CLIENT, now) },
    configMap: { metadata: { name: 'extension-apiserver-authentication', namespace: 'kube-system' }, data },
  }
}
