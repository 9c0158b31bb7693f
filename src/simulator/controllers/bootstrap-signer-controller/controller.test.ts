import { expect, it } from 'vitest'
import type { ConfigMap } from '../../../generated/api/core.v1.ts'
import { type Stage, stage } from '../stage.fixture.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const token = ({ create }: Stage, id: string): unknown =>
  create('secrets', {
    kind: 'Secret',
    type: 'bootstrap.kubernetes.io/token',
    metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' },
    data: {
      'token-id': base64(id),
      'token-secret': base64('0123456789abcdef'),
      'usage-bootstrap-signing': base64('true'),
    },
  })

const signed = ({ client }: Stage): string[] =>
  Object.keys(client.lister.get<ConfigMap>('configmaps', 'kube-public', 'cluster-info')?.data ?? {})

const info = ({ create }: Stage): unknown =>
  create('configmaps', {
    kind: 'ConfigMap',
    metadata: { name: 'cluster-info', namespace: 'kube-public' },
    data: { kubeconfig: 'apiVersion: v1' },
  })

it('signs with tokens whose ids have six lower-case letters and digits, and with no others', () => {
  const on = stage()
  if (on.client.lister.get('configmaps', 'kube-public', 'cluster-info') === undefined) info(on)
  for (const id of ['abcdef', 'a1b2c3', 'short', 'toolong', 'abc.de']) token(on, id)
  on.until(1000)
  expect(signed(on).filter((key) => key.startsWith('jws'))).toEqual(['jws-kubeconfig-a1b2c3', 'jws-kubeconfig-abcdef'])
})

it('retries nothing: what is refused waits for the next change', () => {
  const on = stage()
  if (on.client.lister.get('configmaps', 'kube-public', 'cluster-info') === undefined) info(on)
  on.until(1000)
  const asked = on.refuse(500, ({ method, resource, name }) => {
    return method === 'PUT' && resource === 'configmaps' && name === 'cluster-info'
  })
  token(on, 'abcdef')
  on.until(600_000)
  expect(asked).toEqual([1000])
  on.relent()
  token(on, 'ghijkl')
  on.until(601_000)
  expect(signed(on).filter((key) => key.startsWith('jws'))).toHaveLength(2)
})
