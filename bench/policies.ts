// Policies over a thousand objects: what a write costs without and with a ValidatingAdmissionPolicy, and with a webhook the
// scenario plays.
import { ADMINISTRATOR, Simulator } from '../src/simulator/compose.ts'
import { manifest } from './support/latency.ts'

const OBJECTS = 1000
const ROUNDS = 8
const PODS = '/api/v1/namespaces/default/pods'
const POLICY = '/apis/admissionregistration.k8s.io/v1'
const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }]
const EXPRESSION =
  "object.spec.containers.all(c, c.image.contains('/') || !c.image.endsWith(':latest')) && variables.labels.size() < 10"

function cluster() {
  const simulator = new Simulator({ scheduler: false })
  const ask = (path: string, body: unknown): void => {
    const { code, body: answer } = simulator.server.handle({ method: 'POST', path, body, user: ADMINISTRATOR })
    if (code >= 300) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`)
  }
  return { simulator, ask }
}

/** Microseconds of the processor that one of a thousand pods takes to create: the least of several rounds. */
function creating(prepare: (made: ReturnType<typeof cluster>) => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const made = cluster()
    prepare(made)
    const before = process.cpuUsage()
    for (let i = 0; i < OBJECTS; i++) made.ask(PODS, manifest(`p-${i}`))
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / OBJECTS)
  }
  return Math.round(least)
}

const policy = ({ ask }: ReturnType<typeof cluster>): void => {
  const variables = [{ name: 'labels', expression: 'object.metadata.?labels.orValue({})' }]
  const spec = { matchConstraints: { resourceRules: rules }, variables, validations: [{ expression: EXPRESSION }] }
  ask(`${POLICY}/validatingadmissionpolicies`, { metadata: { name: 'p' }, spec })
  const binding = { policyName: 'p', validationActions: ['Deny'] }
  ask(`${POLICY}/validatingadmissionpolicybindings`, { metadata: { name: 'p' }, spec: binding })
}

const webhook = ({ simulator, ask }: ReturnType<typeof cluster>): void => {
  const url = 'https://hooks.example.com/check'
  simulator.webhooks.set({ url }, { is: 'denies', when: "object.metadata.name == 'nobody'" })
  const hook = { name: 'check.example.com', clientConfig: { url }, rules, sideEffects: 'None' }
  const webhooks = [{ ...hook, admissionReviewVersions: ['v1'] }]
  ask(`${POLICY}/validatingwebhookconfigurations`, { metadata: { name: 'w' }, webhooks })
}

creating(policy)
console.table({
  'create pod': { 'µs of the processor': creating(() => undefined) },
  'create pod, a policy': { 'µs of the processor': creating(policy) },
  'create pod, a webhook': { 'µs of the processor': creating(webhook) },
})
