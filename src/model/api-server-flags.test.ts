import { describe, expect, it } from 'vitest'
import { type ApiServerFlags, FlagError, flagsIn, readApiServerFlags } from './api-server-flags.ts'

const read = (text: string): ApiServerFlags => readApiServerFlags(flagsIn(text))

describe('the flags of kube-apiserver', () => {
  it('are read as in a manifest or on a command line', () => {
    const text = `kube-apiserver
      - --authorization-mode=Node,RBAC
      --authorization-mode ABAC \\
      --enable-bootstrap-token-auth
      --anonymous-auth=0
      --oidc-issuer-url=https://login.example.com
      --oidc-required-claim=hd=example.com
      --oidc-required-claim=acr=2
      --default-not-ready-toleration-seconds=60
      --feature-gates=A=true,B=false`
    expect(read(text)).toEqual({
      authorizationModes: ['Node', 'RBAC', 'ABAC'],
      bootstrapTokens: true,
      anonymous: false,
      oidc: { issuerUrl: 'https://login.example.com', requiredClaims: { hd: 'example.com', acr: '2' } },
      tolerationSeconds: { notReady: 60 },
      featureGates: { A: true, B: false },
    })
  })

  it.each([
    ['--nope=1', 'unknown flag: --nope'],
    ['--oidc-client-id', 'flag needs an argument: --oidc-client-id'],
    [
      '--anonymous-auth=maybe',
      'invalid argument "maybe" for "--anonymous-auth" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      '--default-unreachable-toleration-seconds=5m',
      'invalid argument "5m" for "--default-unreachable-toleration-seconds" flag: strconv.ParseInt: parsing "5m": invalid syntax',
    ],
    [
      '--oidc-required-claim=hd',
      'invalid argument "hd" for "--oidc-required-claim" flag: malformed pair, expect string=string',
    ],
  ])('%s', (text, problem) => {
    expect(() => read(text)).toThrow(new FlagError(problem))
  })
})
