// A cluster of nothing but objects and a script of what happens to them, for testing the play without the simulator: enough of
// the port to list, read, create, merge-patch and delete.
import type {
  ApiObject,
  ApiRequest,
  ApiResponse,
  Change,
  Cluster,
  ClusterFactory,
  History,
  KindInfo,
} from '../cluster/port.ts'
import { builtInKinds } from '../generated/kind-words.ts'
import { isMap } from './compare/path.ts'

/** Something that will happen: an object is as given from then on, or gone. */
export interface Happening {
  readonly at: number
  readonly object: ApiObject
  readonly gone?: boolean
}

/** Makes clusters on which the script happens. */
export function fakeClusters(script: readonly Happening[] = []): ClusterFactory {
  return () => new FakeCluster(script)
}

class FakeCluster implements Cluster {
  readonly type = 'embedded'
  private readonly changes: Change[] = []
  private readonly objects = new Map<string, ApiObject>()
  private readonly script: Happening[]
  private time = 0
  readonly history: History

  constructor(script: readonly Happening[]) {
    this.script = [...script].sort((a, b) => a.at - b.at)
    const { changes } = this
    this.history = {
      get length() {
        return changes.length
      },
      since: (from = 0) => changes.slice(from),
      of: (resource, namespace, name) =>
        changes.filter((c) => c.resource === resource && c.namespace === namespace && c.name === name),
    }
    this.pass(0)
  }

  kinds(): readonly KindInfo[] {
    return builtInKinds
  }

  storedUnder({ key }: { readonly key: string }): string {
    return key
  }

  show(object: ApiObject): ApiObject {
    return object
  }

  now(): number {
    return this.time
  }

  pass(milliseconds: number): void {
    this.until(() => false, milliseconds)
  }

  until(holds: () => boolean, within: number): boolean {
    const end = this.time + within
    if (holds()) return true
    while (this.script[0] !== undefined && this.script[0].at <= end) {
      const { at, object, gone } = this.script.shift()!
      this.time = Math.max(this.time, at)
      this.write(object, gone === true, 'system:script')
      if (holds()) return true
    }
    this.time = end
    return holds()
  }

  request({ method, path, body }: ApiRequest): ApiResponse {
    const match = /^\/(?:api|apis\/[^/]+)\/[^/]+(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(path)
    const [, namespace = '', resource = '', name] = match ?? []
    const info = builtInKinds.find((k) => k.resource === resource)!
    if (name === undefined && method === 'GET') {
      const items = [...this.objects].filter(([id]) => id.startsWith(`${info.key} `)).map(([, o]) => o)
      return { code: 200, body: { kind: 'List', items }, warnings: [] }
    }
    if (method === 'POST') return { code: 201, body: this.write(body as ApiObject, false, 'admin'), warnings: [] }
    const found = this.objects.get(`${info.key} ${namespace}/${name}`)
    if (found === undefined) {
      const message = `${info.key} "${name}" not found`
      return {
        code: 404,
        body: { kind: 'Status', status: 'Failure', reason: 'NotFound', message, code: 404 },
        warnings: [],
      }
    }
    if (method === 'GET') return { code: 200, body: found, warnings: [] }
    return {
      code: 200,
      body: this.write(method === 'PATCH' ? merged(found, body) : found, method === 'DELETE', 'admin'),
      warnings: [],
    }
  }

  addNode(): void {}
  setNodeUp(): void {}
  happenToNode(): undefined {}
  setImage(): void {}
  setReviewer(): void {}
  setMetric(): void {}
  setCloud(): void {}
  setMachine(): boolean {
    return false
  }
  addCsiDriver(): boolean {
    return false
  }
  setRegistry(): void {}
  fault(): undefined {}

  setWebhook(): void {}

  setApiServer(): void {}

  proxiedRequests(): readonly never[] {
    return []
  }

  playController(): void {}

  webhookCalls(): readonly unknown[] {
    return []
  }

  happen(): boolean {
    return false
  }
  kubeletError(): undefined {}
  setDevices(): boolean {
    return false
  }
  setDevicePluginUp(): boolean {
    return false
  }
  setDeviceHealth(): boolean {
    return false
  }
  allocationOf(): undefined {}
  close(): void {}

  private write(object: ApiObject, gone: boolean, by: string): ApiObject {
    const info = builtInKinds.find((k) => k.kind === object.kind && k.apiVersion === object.apiVersion)!
    const { name = '', namespace = '' } = object.metadata ?? {}
    const id = `${info.key} ${namespace}/${name}`
    const previous = this.objects.get(id)
    if (gone) this.objects.delete(id)
    else this.objects.set(id, object)
    const type = gone ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED'
    this.changes.push({
      revision: this.changes.length + 1,
      at: this.time,
      type,
      resource: info.key,
      namespace,
      name,
      object,
      previous,
      by,
    })
    return object
  }
}

function merged(object: ApiObject, patch: unknown): ApiObject {
  const result: Record<string, unknown> = { ...object }
  for (const [key, value] of Object.entries(isMap(patch) ? patch : {})) {
    const there = result[key]
    if (value === null) delete result[key]
    else result[key] = isMap(there) && isMap(value) ? merged(there, value) : value
  }
  return result
}

/** A pod in a phase. */
export function podIn(phase: string, name = 'web', extra: Readonly<Record<string, unknown>> = {}): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    status: { phase },
    ...extra,
  }
}
