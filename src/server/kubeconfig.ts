// The kubeconfig of a served cluster.

/** What a client needs to reach it as the administrator. */
export interface KubeconfigFacts {
  readonly server: string
  /** PEM. */
  readonly certificate: string
  readonly token: string
}

/** A kubeconfig as YAML with one context, `kabuki`. */
export function kubeconfigText({ server, certificate, token }: KubeconfigFacts): string {
  return `apiVersion: v1
kind: Config
current-context: kabuki
clusters:
- name: kabuki
  cluster:
    server: ${server}
    certificate-authority-data: ${Buffer.from(certificate).toString('base64')}
contexts:
- name: kabuki
  context:
    cluster: kabuki
    user: admin
users:
- name: admin
  user:
    token: ${JSON.stringify(token)}
`
}
