// What it costs to ask who may do what: RBAC with a thousand roles and bindings, a kubelet's questions, the audit log on and off.
// Figures are processor time, for a machine others work on too.
import { ADMINISTRATOR, Simulator, type UserInfo } from '../src/simulator/compose.ts'

const ROLES = 1000
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default'
const NODE: UserInfo = { name: 'system:node:node-1', groups: ['system:nodes', 'system:authenticated'] }

function filled(options: ConstructorParameters<typeof Simulator>[0] = {}): Simulator {
  const simulator = new Simulator({ scheduler: false, nodes: [{ name: 'node-1' }], ...options })
  const send = (path: string, body: object): void => {
    const { code, body: answer } = simulator.server.handle({ method: 'POST', path, body, user: ADMINISTRATOR })
    if (code >= 300) throw new Error(JSON.stringify(answer))
  }
  for (let i = 0; i < ROLES; i++) {
    const metadata = { name: `r-${i}` }
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `r-${i}` }
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `user-${i % 100}` }]
    send(`${RBAC}/roles`, { metadata, rules: [{ apiGroups: [''], resources: [`things-${i}`], verbs: ['get'] }] })
    send(`${RBAC}/rolebindings`, { metadata, roleRef, subjects })
  }
  return simulator
}

const user = (n: number): UserInfo => ({ name: `user-${n}`, groups: ['system:authenticated'] })

/** Microseconds of processor time a call takes. */
function cost(times: number, run: (i: number) => void): string {
  for (let i = 0; i < times / 10; i++) run(i)
  const before = process.cpuUsage()
  for (let i = 0; i < times; i++) run(i)
  const { user: own, system } = process.cpuUsage(before)
  return ((own + system) / times).toFixed(2)
}

const simulator = filled()
const { authorizer } = simulator.server.parts
const question = {
  verb: 'get',
  resourceRequest: true,
  apiGroup: '',
  apiVersion: 'v1',
  resource: 'pods',
  subresource: '',
  namespace: 'default',
  name: 'web',
  path: '',
}
const known = Array.from({ length: 100 }, (_, i) => user(i))
const get = (on: Simulator, who: UserInfo): void =>
  void on.server.handle({ method: 'GET', path: '/api/v1/namespaces/default/serviceaccounts/default', user: who })
const rows: Record<string, string> = {
  'a user known, refused by all of 10 roles': cost(
    200_000,
    (i) => void authorizer.authorize({ ...question, user: known[i % 100]! }),
  ),
  'a user never seen, 1,000 bindings': cost(
    2000,
    (i) => void authorizer.authorize({ ...question, user: user(1_000_000 + i) }),
  ),
  'a kubelet reports a pod': cost(
    200_000,
    () => void authorizer.authorize({ ...question, verb: 'patch', subresource: 'status', user: NODE }),
  ),
  'a kubelet reads a secret of no pod': cost(
    100_000,
    () => void authorizer.authorize({ ...question, resource: 'secrets', user: NODE }),
  ),
  'get, no audit log': cost(50_000, () => get(simulator, ADMINISTRATOR)),
}
const policy = (level: string) => ({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level }] })
for (const level of ['None', 'Metadata', 'RequestResponse']) {
  const audited = filled({ audit: { policy: policy(level), write: () => {} } })
  rows[`get, audited at ${level}`] = cost(50_000, () => get(audited, ADMINISTRATOR))
}
console.table(
  Object.fromEntries(Object.entries(rows).map(([what, microseconds]) => [what, { 'CPU, µs': microseconds }])),
)
