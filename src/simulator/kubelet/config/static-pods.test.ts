import { expect, it } from 'vitest'
import { Simulator } from '../../compose.ts'

const container = { name: 'app', image: 'nginx' }

it.each([
  [{ metadata: {}, spec: { containers: [container] } }, 'invalid pod: name is needed for the pod'],
  [
    { metadata: { name: 'web' }, spec: { restartPolicy: 'Sometimes', containers: [{ ...container, name: 'App' }] } },
    'invalid pod: [spec.containers[0].name: Invalid value: "App": a lowercase RFC 1123 label must consist of lower case ' +
      "alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or " +
      "'123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?') spec.restartPolicy: Unsupported value: " +
      '"Sometimes": supported values: "Always", "OnFailure", "Never"]',
  ],
  [
    { metadata: { name: 'web' }, spec: { serviceAccountName: 'own', containers: [container] } },
    'static pods may not reference serviceaccounts',
  ],
  [{ metadata: { name: 'web' }, spec: { containers: [container] } }, undefined],
])('a manifest that is judged as the kubelet judges it: %j', (body, why) => {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const manifest = { apiVersion: 'v1', kind: 'Pod', ...body }
  expect(simulator.kubelets.happenToNode('node-1', { is: 'hasStaticPod', file: 'web.yaml', manifest })).toBe(why)
})
