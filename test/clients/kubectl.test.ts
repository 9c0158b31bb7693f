// The public kubectl against a served cluster: what people do first with it must work as with a real one. Without a kubectl on
// this machine nothing is tried, and the test says so.
import { execFile, spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServedCluster, servedCluster } from './served.ts'

const absent = spawnSync('kubectl', ['version', '--client']).status !== 0
if (absent) console.warn('no kubectl on this machine: its tests are left out')

let cluster: ServedCluster
beforeAll(async () => {
  cluster = await servedCluster()
})
afterAll(() => cluster.close())

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `kubectl` with arguments split at blanks; the cluster answers from this very process meanwhile. */
function kubectl(line: string, input?: string): Promise<Said> {
  return new Promise((resolve) => {
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, KUBECTL_KUBERC: 'false' }
    const child = execFile('kubectl', line.split(' '), { env, timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err })
    })
    child.stdin?.end(input)
  })
}

/** What it prints, when all is well. */
async function printed(line: string, input?: string): Promise<string> {
  const { code, out, err } = await kubectl(line, input)
  expect({ line, code, err }).toEqual({ line, code: 0, err: '' })
  return out
}

const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, labels: {app: shop}}
data: {colour: blue}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, ports: [{port: 80}]}
`

describe.skipIf(absent)('kubectl', () => {
  it('knows the server', async () => {
    // An older or newer kubectl warns of itself.
    expect((await kubectl('version -o json')).out).toContain('"gitVersion": "v1.36.2"')
    expect(await printed('api-versions')).toContain('apps/v1\n')
    expect(await printed('api-resources --api-group=apps -o name')).toBe(
      'controllerrevisions.apps\ndaemonsets.apps\ndeployments.apps\nreplicasets.apps\nstatefulsets.apps\n',
    )
    expect(await printed('get --raw /livez/ping')).toBe('ok')
    expect(await printed('auth can-i create pods')).toBe('yes\n')
  })

  it('creates and waits for a deployment, scales and describes it', async () => {
    expect(await printed('create deployment web --image=nginx --replicas=2')).toBe('deployment.apps/web created\n')
    const waited = await printed('wait deployment/web --for=condition=Available --timeout=50s')
    expect(waited).toBe('deployment.apps/web condition met\n')
    expect(await printed('rollout status deployment/web')).toBe('deployment "web" successfully rolled out\n')
    expect(await printed('scale deployment/web --replicas=3')).toBe('deployment.apps/web scaled\n')
    await printed('wait deployment/web --for=jsonpath={.status.readyReplicas}=3 --timeout=50s')
    const described = await printed('describe deployment web')
    expect(described).toContain('Replicas:               3 desired | 3 updated | 3 total | 3 available | 0 unavailable')
    expect(described).toContain('Scaled up replica set web-')
  })

  it('gets in every form', async () => {
    const rows = (await printed('get pods -l app=web --no-headers')).trim().split('\n')
    expect(rows.map((row) => row.split(/\s+/).slice(1, 3))).toEqual([
      ['1/1', 'Running'],
      ['1/1', 'Running'],
      ['1/1', 'Running'],
    ])
    const wide = await printed('get nodes -o wide')
    expect(
      wide
        .split('\n')[0]
        ?.split(/\s{2,}/)
        .slice(0, 6),
    ).toEqual(['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION', 'INTERNAL-IP'])
    expect(await printed('get deployment web -o jsonpath={.spec.template.spec.containers[0].image}')).toBe('nginx')
    expect(await printed('get deployment web -o yaml')).toContain('kind: Deployment\n')
    expect(JSON.parse(await printed('get deployment web -o json'))).toMatchObject({ kind: 'Deployment' })
    expect(await printed('get deployment,replicaset -o name')).toMatch(
      /^deployment\.apps\/web\nreplicaset\.apps\/web-[a-z0-9]+\n$/,
    )
  })

  it('applies, twice and on the server, and tells what would change', async () => {
    expect(await printed('apply -f -', MANIFEST)).toBe('configmap/settings created\nservice/shop created\n')
    expect(await printed('apply -f -', MANIFEST)).toBe('configmap/settings unchanged\nservice/shop unchanged\n')
    const changed = MANIFEST.replace('blue', 'green')
    expect((await kubectl('diff -f -', changed)).code).toBe(1)
    expect(await printed('apply -f -', changed)).toBe('configmap/settings configured\nservice/shop unchanged\n')
    expect(await printed('apply --server-side --force-conflicts -f -', MANIFEST)).toBe(
      'configmap/settings serverside-applied\nservice/shop serverside-applied\n',
    )
    expect(await printed('get configmap settings -o jsonpath={.data.colour}')).toBe('blue')
  })

  it('labels, annotates, patches and sets', async () => {
    expect(await printed('label configmap settings tier=front')).toBe('configmap/settings labeled\n')
    expect(await printed('annotate configmap settings note=x')).toBe('configmap/settings annotated\n')
    expect(await printed('patch configmap settings --type=merge -p {"data":{"size":"big"}}')).toBe(
      'configmap/settings patched\n',
    )
    expect(await printed('set image deployment/web nginx=nginx:2')).toBe('deployment.apps/web image updated\n')
    expect(await printed('get configmap -l tier=front -o jsonpath={.items[*].data.size}')).toBe('big')
  })

  it('explains', async () => {
    const explained = await printed('explain deployment.spec.strategy')
    expect(explained).toContain('GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n')
    expect(explained).toContain('rollingUpdate\t<RollingUpdateDeployment>\n')
    expect(await printed('explain pod --recursive')).toContain('      terminationGracePeriodSeconds\t<integer>')
  })

  it('tells of refusals and mistakes', async () => {
    expect(await kubectl('get pod none')).toEqual({
      code: 1,
      out: '',
      err: 'Error from server (NotFound): pods "none" not found\n',
    })
    const typo =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i, imagee: j}]}\n'
    expect(await kubectl('create -f -', typo)).toEqual({
      code: 1,
      out: '',
      err:
        'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: ' +
        'strict decoding error: unknown field "spec.containers[0].imagee"\n',
    })
    const unknown = 'apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: t}\n'
    expect((await kubectl('apply -f -', unknown)).err).toContain(
      'no matches for kind "Thing" in version "example.org/v1"',
    )
  })

  it('deletes and waits until it is gone', async () => {
    const gone = await printed('delete deployment web --timeout=50s')
    expect(gone).toMatch(/^deployment\.apps "web" deleted(?: from default namespace)?\n$/)
    expect(await printed('delete -f - --ignore-not-found', MANIFEST)).toContain('configmap "settings" deleted')
    expect(await kubectl('get deployment web')).toMatchObject({ code: 1 })
    await printed('create namespace short')
    expect(await printed('delete namespace short --timeout=50s')).toBe('namespace "short" deleted\n')
  })
})
