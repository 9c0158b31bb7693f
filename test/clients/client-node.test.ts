// The official JavaScript client against a served cluster: typed and dynamic clients, patches, watches, informers, refusals.
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  type CoreV1Event,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Deployment,
  type V1Pod,
  type V1Status,
  Watch,
} from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServedCluster, servedCluster } from './served.ts'

let cluster: ServedCluster
let config: KubeConfig
let core: CoreV1Api
let apps: AppsV1Api

beforeAll(async () => {
  cluster = await servedCluster()
  config = new KubeConfig()
  config.loadFromFile(cluster.kubeconfig)
  core = config.makeApiClient(CoreV1Api)
  apps = config.makeApiClient(AppsV1Api)
})
afterAll(() => cluster.close())

const namespace = 'default'
const configMap = (name: string, data: Record<string, string>, labels: Record<string, string> = {}): V1ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, labels },
  data,
})
const deployment = (name: string, replicas: number): V1Deployment => ({
  metadata: { name, namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'nginx' }] } },
  },
})

/** The Status of a refusal. */
async function refusal(request: Promise<unknown>): Promise<V1Status> {
  const error: unknown = await request.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiException)) throw error
  return typeof error.body === 'string' ? (JSON.parse(error.body) as V1Status) : (error.body as V1Status)
}

/** Asks again until it is so; cluster time runs fast, so seconds are plenty. */
async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const last = Date.now() + 20_000
  for (;;) {
    const value = await ask()
    if (holds(value) || Date.now() > last) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('typed clients', () => {
  it('create, read, list by label and page, replace, delete', async () => {
    for (const name of ['a', 'b', 'c']) {
      const body = configMap(name, { k: name }, { set: 'typed' })
      const made = await core.createNamespacedConfigMap({ namespace, body })
      expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/)
      expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date)
    }
    const first = await core.listNamespacedConfigMap({ namespace, labelSelector: 'set=typed', limit: 2 })
    expect(first.items.map((one) => one.metadata?.name)).toEqual(['a', 'b'])
    const _continue = first.metadata?._continue ?? ''
    const rest = await core.listNamespacedConfigMap({ namespace, labelSelector: 'set=typed', limit: 2, _continue })
    expect(rest.items.map((one) => one.metadata?.name)).toEqual(['c'])

    const read = await core.readNamespacedConfigMap({ name: 'a', namespace })
    const replaced = await core.replaceNamespacedConfigMap({
      name: 'a',
      namespace,
      body: { ...read, data: { k: 'new' } },
    })
    expect(replaced.data).toEqual({ k: 'new' })
    expect(Number(replaced.metadata?.resourceVersion)).toBeGreaterThan(Number(read.metadata?.resourceVersion))
    const status = await core.deleteNamespacedConfigMap({ name: 'a', namespace })
    expect(status.status).toBe('Success')
  })

  it('roll a deployment out and scale it', async () => {
    await apps.createNamespacedDeployment({ namespace, body: deployment('web', 2) })
    const ready = (count: number) => (one: V1Deployment) => one.status?.readyReplicas === count
    const read = (): Promise<V1Deployment> => apps.readNamespacedDeployment({ name: 'web', namespace })
    expect((await until(read, ready(2))).status).toMatchObject({ replicas: 2, readyReplicas: 2, availableReplicas: 2 })
    const scale = await apps.readNamespacedDeploymentScale({ name: 'web', namespace })
    expect(scale.spec).toEqual({ replicas: 2 })
    await apps.replaceNamespacedDeploymentScale({ name: 'web', namespace, body: { ...scale, spec: { replicas: 3 } } })
    expect((await until(read, ready(3))).status?.readyReplicas).toBe(3)
    const pods = await core.listNamespacedPod({ namespace, labelSelector: 'app=web' })
    expect(pods.items.map((pod) => pod.status?.phase)).toEqual(['Running', 'Running', 'Running'])
    const events = await core.listNamespacedEvent({ namespace, fieldSelector: 'involvedObject.name=web' })
    expect(events.items.map((event: CoreV1Event) => event.reason)).toContain('ScalingReplicaSet')
  })

  it('patch in every way', async () => {
    const body = configMap('patched', { a: '1', b: '2' })
    await core.createNamespacedConfigMap({ namespace, body })
    const at = { name: 'patched', namespace }
    const patched = (strategy: PatchStrategy, patch: unknown, more: { fieldManager?: string; force?: boolean } = {}) =>
      core.patchNamespacedConfigMap({ ...at, body: patch, ...more }, setHeaderOptions('Content-Type', strategy))
    expect((await patched(PatchStrategy.MergePatch, { data: { a: null, c: '3' } })).data).toEqual({ b: '2', c: '3' })
    const operations = [{ op: 'replace', path: '/data/b', value: '4' }]
    expect((await patched(PatchStrategy.JsonPatch, operations)).data).toEqual({ b: '4', c: '3' })
    const strategic = { metadata: { labels: { x: 'y' } } }
    expect((await patched(PatchStrategy.StrategicMergePatch, strategic)).metadata?.labels).toEqual({ x: 'y' })
    const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: at, data: { d: '5' } }
    const result = await patched(PatchStrategy.ServerSideApply, applied, { fieldManager: 'me', force: true })
    expect(result.data).toEqual({ b: '4', c: '3', d: '5' })
    expect(result.metadata?.managedFields?.map(({ manager, operation }) => [manager, operation])).toContainEqual([
      'me',
      'Apply',
    ])
  })

  it('tell of refusals as the server words them', async () => {
    expect(await refusal(core.readNamespacedPod({ name: 'none', namespace }))).toMatchObject({
      kind: 'Status',
      code: 404,
      reason: 'NotFound',
      message: 'pods "none" not found',
      details: { name: 'none', kind: 'pods' },
    })
    const body = configMap('Not_Valid', {})
    expect(await refusal(core.createNamespacedConfigMap({ namespace, body }))).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: { name: 'Not_Valid', kind: 'ConfigMap' },
    })
    const stranger = new KubeConfig()
    stranger.loadFromFile(cluster.kubeconfig)
    for (const user of stranger.getUsers()) Object.assign(user, { token: 'wrong' })
    const request = stranger.makeApiClient(CoreV1Api).listNamespacedPod({ namespace })
    await expect(request).rejects.toMatchObject({ code: 401 })
  })
})

describe('KubernetesObjectApi', () => {
  it('finds its way by kind alone', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config)
    const made = await objects.create(configMap('dynamic', { k: 'v' }))
    expect(made).toMatchObject({ kind: 'ConfigMap', data: { k: 'v' } })
    const header = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'dynamic', namespace } }
    const patch = { ...header, data: { more: 'x' } }
    const patched = await objects.patch(patch, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch)
    expect(patched).toMatchObject({ data: { k: 'v', more: 'x' } })
    expect(await objects.read(header)).toMatchObject({ data: { k: 'v', more: 'x' } })
    const list = await objects.list('apps/v1', 'Deployment', namespace)
    expect(list.items.map((item) => item.metadata?.name)).toEqual(['web'])
    expect(await objects.delete(header)).toMatchObject({ status: 'Success' })
    expect(await refusal(objects.read(header))).toMatchObject({ code: 404 })
  })
})

describe('watches', () => {
  it('follow what happens to an object', async () => {
    const seen: string[] = []
    const watch = new Watch(config)
    let done: () => void = () => undefined
    const deleted = new Promise<void>((resolve) => {
      done = resolve
    })
    const note = (phase: string, object: V1ConfigMap): void => {
      seen.push(`${phase} ${object.metadata?.name} ${object.data?.['n'] ?? '-'}`)
      if (phase === 'DELETED') done()
    }
    const path = `/api/v1/namespaces/${namespace}/configmaps`
    const query = { labelSelector: 'watched=yes', allowWatchBookmarks: true }
    const controller = await watch.watch(path, query, note, () => undefined)
    const body = configMap('w', { n: '1' }, { watched: 'yes' })
    await core.createNamespacedConfigMap({ namespace, body })
    await core.replaceNamespacedConfigMap({ name: 'w', namespace, body: { ...body, data: { n: '2' } } })
    await core.deleteNamespacedConfigMap({ name: 'w', namespace })
    await deleted
    controller.abort()
    // A watch from now on is told when all that was there has been sent: here nothing was.
    expect(seen).toEqual(['BOOKMARK undefined -', 'ADDED w 1', 'MODIFIED w 2', 'DELETED w 2'])
  })

  it('end when their time is over', async () => {
    const started = Date.now()
    await new Promise<void>((resolve, reject) => {
      const end = (error: unknown): void => (error ? reject(error) : resolve())
      new Watch(config).watch('/api/v1/nodes', { timeoutSeconds: 1 }, () => undefined, end).catch(reject)
    })
    expect(Date.now() - started).toBeGreaterThan(900)
  })

  it('begin with what has expired as an ERROR event', async () => {
    const error = await new Promise<unknown>((resolve, reject) => {
      const note = (phase: string, object: V1Status): void => {
        if (phase === 'ERROR') resolve(object)
      }
      const query = { resourceVersion: '1' }
      new Watch(config).watch('/api/v1/pods', query, note, () => reject(new Error('no event'))).catch(reject)
    })
    expect(error).toMatchObject({ kind: 'Status', code: 410, reason: 'Expired' })
  })

  it('keep an informer up to date', async () => {
    const list = () => core.listNamespacedPod({ namespace, labelSelector: 'app=informed' })
    const path = `/api/v1/namespaces/${namespace}/pods`
    const informer = makeInformer<V1Pod>(config, path, list, 'app=informed')
    const added: string[] = []
    informer.on('add', (pod) => {
      added.push(pod.metadata?.name ?? '')
    })
    await informer.start()
    await apps.createNamespacedDeployment({ namespace, body: deployment('informed', 2) })
    const running = await until(
      async () => informer.list().filter((pod) => pod.status?.phase === 'Running'),
      (pods) => pods.length === 2,
    )
    await informer.stop()
    expect(running.map((pod) => pod.metadata?.name).sort()).toEqual(added.sort())
  })
})
