import { expect, it } from 'vitest'
import { stage } from '../stage.fixture.ts'

it('never scales an old set up because it has not shrunk yet', () => {
  const nodes = [1, 2, 3].map((i) => ({ name: `node-${i}` }))
  const { client, create, until, events } = stage({ nodes })
  const labels = { app: 'web' }
  const change = (spec: object): void =>
    void client.patch('deployments.apps', 'default', 'web', 'application/merge-patch+json', { spec })
  create('deployments.apps', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 10,
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  })
  until(7000)
  change({ template: { spec: { nodeSelector: { nowhere: 'x' } } } })
  until(12_000)
  change({ replicas: 15 })
  until(17_000)
  change({ replicas: 5 })
  until(22_000)
  const sizes = events('deployment-controller').map(([, , message, count]) =>
    String(message).replace(/replica set web-\w+/, `${count} time`),
  )
  expect(sizes.sort()).toEqual([
    'Scaled down 1 time from 10 to 8',
    'Scaled down 1 time from 11 to 5',
    'Scaled down 1 time from 5 to 3',
    'Scaled down 1 time from 7 to 3',
    'Scaled up 1 time from 0 to 10',
    'Scaled up 1 time from 0 to 3',
    'Scaled up 1 time from 5 to 7',
    'Scaled up 1 time from 8 to 11',
    'Scaled up 2 time from 3 to 5',
  ])
})
