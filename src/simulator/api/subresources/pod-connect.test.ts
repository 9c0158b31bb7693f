// Who may open a way into a pod, what is refused before a node is asked, and logs that are followed: through the server's front door.
import { describe, expect, it } from 'vitest'
import { ADMINISTRATOR, Simulator, serveWire, type UserInfo, type WireResponse } from '../../compose.ts'

const POD = '/api/v1/namespaces/default/pods'
const BOB: UserInfo = { name: 'bob', uid: 'b', groups: ['system:authenticated'] }

function cluster(): Simulator {
  const simulator = new Simulator({ nodes: [{ name: 'n' }] })
  const make = (path: string, object: object): void => {
    const made = ask(simulator, `POST ${path}`, ADMINISTRATOR, JSON.stringify(object))
    if (made.code !== 201) throw new Error(made.body)
  }
  const container = { image: 'busybox', command: ['sh', '-c', 'echo one; sleep 5; echo two'] }
  make(POD, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', ...container }], restartPolicy: 'Never' } })
  make(POD, { metadata: { name: 'two' }, spec: { containers: ['a', 'b'].map((name) => ({ name, ...container })) } })
  make(POD, {
    metadata: { name: 'nowhere' },
    spec: { nodeSelector: { no: 'such' }, containers: [{ name: 'c', image: 'i' }] },
  })
  const rules = [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get'] }]
  make('/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles', { metadata: { name: 'r' }, rules })
  make('/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings', {
    metadata: { name: 'b' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
    subjects: [{ kind: 'User', name: 'bob' }],
  })
  simulator.clock.runTo(simulator.clock.now() + 4000)
  return simulator
}

function ask({ server }: Simulator, line: string, user = ADMINISTRATOR, body = ''): WireResponse {
  const [method = '', url = ''] = line.split(' ', 2)
  return serveWire(server, {
    method,
    url,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(body),
    user,
  })
}

const message = ({ code, body }: WireResponse): string => `${code} ${(JSON.parse(body) as { message: string }).message}`

describe('ways into pods', () => {
  it('are connected for who changes the protocol, and refused to who does not', () => {
    const simulator = cluster()
    const answer = ask(simulator, `GET ${POD}/p/exec?command=ls&stdout=true`)
    expect([message(answer), answer.connect]).toEqual([
      '400 Upgrade request required',
      { door: 'exec', namespace: 'default', pod: 'p', container: 'c' },
    ])
    expect(ask(simulator, `POST ${POD}/two/attach?container=b`).connect?.container).toBe('b')
    expect(ask(simulator, `POST ${POD}/p/portforward?ports=80`).connect).toEqual({
      door: 'portforward',
      namespace: 'default',
      pod: 'p',
      container: '',
    })
  })

  it('need a container that is meant and a node', () => {
    const simulator = cluster()
    const said = (line: string): string => message(ask(simulator, line))
    expect(said(`POST ${POD}/two/exec`)).toBe(
      '400 a container name must be specified for pod two, choose one of: [a b]',
    )
    expect(said(`POST ${POD}/p/attach?container=x`)).toBe('400 container x is not valid for pod p')
    expect(said(`POST ${POD}/nowhere/portforward`)).toBe('400 pod nowhere does not have a host assigned')
    expect(said(`POST ${POD}/none/exec`)).toBe('404 pods "none" not found')
  })

  it('must be allowed to be created, whatever the method', () => {
    const simulator = cluster()
    expect(message(ask(simulator, `GET ${POD}/p/exec`, BOB))).toBe('403 pods "p" is forbidden: ')
    expect(message(ask(simulator, `POST ${POD}/p/exec`, BOB))).toBe(
      '403 pods "p" is forbidden: User "bob" cannot create resource "pods/exec" in API group "" in the namespace "default"',
    )
  })
})

describe('logs', () => {
  it('are followed until the container ends; in process there is what was written so far', () => {
    const simulator = cluster()
    expect(ask(simulator, `GET ${POD}/p/log`).body).toBe('one\n')
    const { code, headers, stream } = ask(simulator, `GET ${POD}/p/log?follow=true&timestamps=true`)
    expect([code, headers['content-type'], stream?.unlimited]).toEqual([200, 'text/plain', true])
    const got: (string | Uint8Array)[] = []
    stream?.start(
      (chunk) => got.push(chunk),
      () => got.push('over'),
    )
    simulator.clock.runTo(simulator.clock.now() + 10_000)
    expect(got.map((chunk) => String(chunk).replace(/^\S+Z /, ''))).toEqual(['one\n', 'two\n', 'over'])
    const path = `${POD}/p/log`
    const user = ADMINISTRATOR
    const response = simulator.server.handle({ method: 'GET', path, query: { follow: 'true', tailLines: '1' }, user })
    expect(response.text).toBe('two\n')
  })
})
