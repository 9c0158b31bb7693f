// A server with a custom resource for tests: things of example.com.
import { serveWire } from '../api/wire/wire.ts'
import { ADMINISTRATOR, Simulator } from '../compose.ts'

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** Where things are. */
export const THINGS = '/apis/example.com/v1/namespaces/default/things'

const names = { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' }

/** A request, and what comes back; a text that is no JSON is its message. */
export type Ask = (
  method: string,
  url: string,
  body?: unknown,
  type?: string,
) => { readonly code: number; readonly body: { readonly message?: string; readonly metadata?: object } }

/** A server that knows things of this schema. */
export function startThings(schema: object, subresources: object = {}): Ask {
  const { server } = new Simulator({ scheduler: false, controllers: [] })
  const ask: Ask = (method, url, body, type = 'application/json') => {
    const headers = { accept: 'application/json', 'content-type': type }
    const sent = Buffer.from(body === undefined ? '' : JSON.stringify(body))
    const { code, body: answer } = serveWire(server, { method, url, headers, body: sent, user: ADMINISTRATOR })
    const text = String(answer)
    return { code, body: text.startsWith('{') ? (JSON.parse(text) as ReturnType<Ask>['body']) : { message: text } }
  }
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, subresources }
  const made = ask('POST', CRDS, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: { group: 'example.com', scope: 'Namespaced', names, versions: [version] },
  })
  const conditions = ['NamesAccepted', 'Established'].map((type) => ({ type, status: 'True' }))
  const status = { conditions, acceptedNames: names, storedVersions: ['v1'] }
  ask('PUT', `${CRDS}/things.example.com/status`, { ...made.body, status })
  return ask
}
