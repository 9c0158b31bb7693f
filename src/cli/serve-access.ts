// The flags of `kabuki serve` that say how callers are known, what they may do and what is written down: upstream's own.
import fs from 'node:fs'
import { FlagError, readApiServerFlags } from '../model/api-server-flags.ts'
import type { ServeOptions } from '../server/serve.ts'
import { documentIn, textIn } from './serve-files.ts'
import { UsageError } from './usage-error.ts'

const TEXT = { type: 'string' } as const

/** Flags that are read as kube-apiserver reads them. */
const READ_FLAGS = {
  'oidc-issuer-url': TEXT,
  'oidc-client-id': TEXT,
  'oidc-username-claim': TEXT,
  'oidc-username-prefix': TEXT,
  'oidc-groups-claim': TEXT,
  'oidc-groups-prefix': TEXT,
  'oidc-signing-algs': TEXT,
  'oidc-required-claim': { type: 'string', multiple: true },
  'default-not-ready-toleration-seconds': TEXT,
  'default-unreachable-toleration-seconds': TEXT,
} as const

/** As the parser of arguments takes them. */
export const ACCESS_OPTIONS = {
  ...READ_FLAGS,
  'oidc-ca-file': TEXT,
  'authorization-policy-file': TEXT,
  'anonymous-auth': TEXT,
  'enable-bootstrap-token-auth': { type: 'boolean' },
  'client-ca-file': TEXT,
  'authentication-config': TEXT,
  'authorization-config': TEXT,
  'audit-policy-file': TEXT,
  'audit-log-path': TEXT,
} as const

/** What the help says of them. */
export const ACCESS_HELP = `      --anonymous-auth <true|false>       default false: who brings no credentials is refused, and not system:anonymous
      --enable-bootstrap-token-auth       Secrets of type bootstrap.kubernetes.io/token let new nodes in
      --client-ca-file <file>             authorities for clients' certificates, PEM
      --authentication-config <file>      AuthenticationConfiguration
      --authorization-config <file>       AuthorizationConfiguration
      --authorization-policy-file <file>  what mode ABAC allows, a JSON object a line
      --oidc-issuer-url <url>             whose tokens are taken; with --oidc-client-id, -ca-file, -username-claim,
                                          -username-prefix, -groups-claim, -groups-prefix, -signing-algs, -required-claim
      --default-not-ready-toleration-seconds <n>
      --default-unreachable-toleration-seconds <n>
                                          how long pods stay on such a node; default 300
      --audit-policy-file <file>          audit.k8s.io/v1 Policy
      --audit-log-path <file>             where the audit log is written, one event a line; - is standard output
`

type Values = { readonly [name in keyof typeof ACCESS_OPTIONS]?: string | boolean | string[] | undefined }

/** What the flags ask for. */
export function accessFrom(values: Values): Partial<ServeOptions> {
  const text = (name: keyof Values): string | undefined => values[name] as string | undefined
  const anonymous = text('anonymous-auth')
  if (anonymous !== undefined && anonymous !== 'true' && anonymous !== 'false') {
    throw new UsageError(`--anonymous-auth takes true or false, not "${anonymous}"`)
  }
  const authority = text('client-ca-file')
  const authentication = text('authentication-config')
  const authorization = text('authorization-config')
  const policy = text('authorization-policy-file')
  const texts = {
    ...(authentication === undefined ? {} : { authentication: textIn(authentication) }),
    ...(authorization === undefined ? {} : { authorization: textIn(authorization) }),
  }
  return {
    texts,
    ...(anonymous === undefined ? {} : { anonymous: anonymous === 'true' }),
    ...(values['enable-bootstrap-token-auth'] === true ? { bootstrapTokens: true } : {}),
    ...(authority === undefined ? {} : { clientCa: textIn(authority) }),
    ...(authentication === undefined ? {} : { authentication: documentIn(authentication) }),
    ...(authorization === undefined ? {} : { authorization: documentIn(authorization) }),
    ...(policy === undefined ? {} : { authorizationPolicy: { path: policy, text: textIn(policy) } }),
    ...readFlags(values),
    ...auditFrom(text('audit-policy-file'), text('audit-log-path')),
  }
}

/** What kube-apiserver makes of those that are given. */
function readFlags(values: Values): Partial<ServeOptions> {
  const given = Object.keys(READ_FLAGS).flatMap((name) =>
    [values[name as keyof Values] ?? []].flat().map((value): [string, string] => [name, String(value)]),
  )
  const authority = values['oidc-ca-file'] as string | undefined
  try {
    const { oidc, tolerationSeconds } = readApiServerFlags(given)
    const withAuthority = authority === undefined ? oidc : { ...oidc, certificateAuthority: textIn(authority) }
    return {
      ...(withAuthority === undefined ? {} : { oidc: withAuthority }),
      ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
    }
  } catch (error) {
    throw error instanceof FlagError ? new UsageError(error.message) : error
  }
}

/** An event a line, as upstream's log backend writes them; nothing without a place for them. */
function auditFrom(policy: string | undefined, file: string | undefined): Partial<ServeOptions> {
  if (policy === undefined || file === undefined) return {}
  const out = file === '-' ? process.stdout : fs.createWriteStream(file, { flags: 'a', mode: 0o600 })
  return { audit: { policy: documentIn(policy), write: (event) => void out.write(`${JSON.stringify(event)}\n`) } }
}
