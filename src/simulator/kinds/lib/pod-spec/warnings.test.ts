import { expect, it } from 'vitest'
import { Path } from '../../../api/status/path.ts'
import { podWith } from './pod.fixture.ts'
import { podSpecWarnings } from './warnings.ts'

const container = { name: 'c', image: 'i:1', resources: {} }

it('warns of what works otherwise than it looks', () => {
  const { spec } = podWith({
    nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
    volumes: [{ name: 'v', gitRepo: { repository: 'r' } }],
    hostAliases: [{ ip: '::ffff:1.2.3.4' }, { ip: '::ffff:1.2.3.4' }],
    imagePullSecrets: [{}],
    containers: [
      {
        ...container,
        resources: { limits: { memory: '100m' } },
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
          { name: 'A', value: '$(A)3' },
        ],
        ports: [
          { name: 'web', containerPort: 80, protocol: 'TCP' },
          { name: 'web', containerPort: 80, protocol: 'TCP', hostIP: '1.2.3.4' },
        ],
      },
    ],
  })
  const old = 'deprecated since v1.14; use "kubernetes.io/os" instead'
  expect(podSpecWarnings(spec, {}, undefined)).toEqual([
    `spec.nodeSelector[beta.kubernetes.io/os]: ${old}`,
    'spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+',
    'spec.hostAliases[1].ip: duplicate ip "::ffff:1.2.3.4"',
    'spec.imagePullSecrets[0].name: invalid empty name ""',
    'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    'spec.containers[0].ports[1]: hostIP set without hostPort: {Name:web HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.2.3.4}',
    'spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]',
    'spec.containers[0].ports[1]: duplicate port name "web" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]',
    'spec.hostAliases[0].ip: non-standard IP address "::ffff:1.2.3.4" is invalid: use "1.2.3.4"',
    'spec.hostAliases[1].ip: non-standard IP address "::ffff:1.2.3.4" is invalid: use "1.2.3.4"',
  ])
})

it('finds files of a volume that lie over each other, and says where a template is', () => {
  const items = [
    { key: 'a', path: 'x/' },
    { key: 'b', path: 'x/y' },
  ]
  const { spec } = podWith({
    volumes: [
      { name: 'v', configMap: { name: 'cm', items } },
      { name: 'w', projected: { sources: [{}, { secret: { name: 's', items } }] } },
    ],
    terminationGracePeriodSeconds: -1,
  })
  expect(podSpecWarnings(spec, undefined, Path.of('template'))).toEqual([
    'volume "v" (ConfigMap "cm"): overlapping paths: "x/y" with "x"',
    'volume "w" (Projected) has no sources provided',
    'volume "w" (Projected): overlapping paths: "x/y" (Secret "s") with "x" (Secret "s")',
    'template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
  ])
})
