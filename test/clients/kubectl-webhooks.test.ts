// The public kubectl against a served cluster whose admission goes through webhooks on this machine. Without a kubectl nothing is tried,
// and the test says so.
import { execFile, spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admission, type HookServer, hookServer } from '../../src/server/outside/hook-server.fixture.ts'
import { type ServedCluster, servedCluster } from './served.ts'

const absent = spawnSync('kubectl', ['version', '--client']).status !== 0
if (absent) console.warn('no kubectl on this machine: its tests are left out')

let cluster: ServedCluster
let hook: HookServer
beforeAll(async () => {
  cluster = await servedCluster()
  hook = await hookServer((asked) => {
    const { request } = asked.body as unknown as { request: { object: { metadata: { labels?: { team?: string } } } } }
    const { team } = request.object.metadata.labels ?? {}
    if (asked.path.startsWith('/check')) {
      return admission(
        asked,
        team === undefined ? { allowed: false, status: { message: 'no team' } } : { allowed: true },
      )
    }
    const patch = [{ op: 'add', path: '/metadata/annotations', value: { seen: 'yes' } }]
    return admission(asked, { allowed: true, patchType: 'JSONPatch', patch: btoa(JSON.stringify(patch)) })
  })
})
afterAll(() => Promise.all([cluster.close(), hook.close()]))

/** Runs `kubectl` with arguments split at blanks. */
function kubectl(line: string, input?: string): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, KUBECTL_KUBERC: 'false' }
    const child = execFile('kubectl', line.split(' '), { env, timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err })
    })
    child.stdin?.end(input)
  })
}

const configuration = (kind: string, at: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}WebhookConfiguration
metadata: { name: team }
webhooks:
- name: team.example.org
  clientConfig: { url: ${hook.url}/${at}, caBundle: ${hook.caBundle} }
  rules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }]
  sideEffects: None
  admissionReviewVersions: [v1]
`

describe.skipIf(absent)('kubectl', () => {
  it('is told what webhooks say', async () => {
    const both = `${configuration('Mutating', 'change')}---\n${configuration('Validating', 'check')}`
    expect(await kubectl('apply -f -', both)).toEqual({
      code: 0,
      out: [
        'mutatingwebhookconfiguration.admissionregistration.k8s.io/team created',
        'validatingwebhookconfiguration.admissionregistration.k8s.io/team created',
        '',
      ].join('\n'),
      err: '',
    })
    const refused = 'Error from server: admission webhook "team.example.org" denied the request: no team\n'
    expect(await kubectl('run web --image=nginx')).toEqual({ code: 1, out: '', err: refused })
    expect((await kubectl('run web --image=nginx --labels=team=red')).out).toBe('pod/web created\n')
    expect((await kubectl('get pod web -o jsonpath={.metadata.annotations.seen}')).out).toBe('yes')
  })
})
