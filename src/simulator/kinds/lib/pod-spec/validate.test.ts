import { describe, expect, it } from 'vitest'
import { specProblems } from './pod.fixture.ts'

const container = { name: 'c', image: 'i:1', resources: {} }

describe('a pod spec', () => {
  it('is fine with one container', () => {
    expect(specProblems({})).toEqual([])
  })

  it('judges volumes before containers and does not know bad volumes again', () => {
    const problems = specProblems({
      volumes: [
        { name: 'a', hostPath: { path: '/../x' } },
        { name: 'b', emptyDir: {}, nfs: { server: 's', path: '/' } },
      ],
      containers: [{ ...container, volumeMounts: [{ name: 'a', mountPath: '/a' }] }],
    })
    expect(problems).toEqual([
      `spec.volumes[0].hostPath.path: Invalid value: "/../x": must not contain '..'`,
      'spec.volumes[1].nfs: Forbidden: may not specify more than 1 volume type',
      'spec.containers[0].volumeMounts[0].name: Not found: "a"',
    ])
  })

  it('keeps requests within limits and huge pages whole', () => {
    const resources = {
      limits: { 'example.org/gpu': '2', 'hugepages-2Mi': '3Mi', memory: '1Gi' },
      requests: { 'example.org/gpu': '1', memory: '2Gi' },
    }
    expect(specProblems({ containers: [{ ...container, resources }] })).toEqual([
      'spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
      'spec.containers[0].resources.requests: Invalid value: "1": must be equal to example.org/gpu limit of 2',
      'spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi',
    ])
  })

  it('wants one handler in a probe and a sleep within the grace period', () => {
    const problems = specProblems({
      containers: [
        {
          ...container,
          livenessProbe: { exec: { command: ['x'] }, tcpSocket: { port: 1 }, successThreshold: 2 },
          lifecycle: { preStop: { sleep: { seconds: 31 } } },
        },
      ],
    })
    expect(problems).toEqual([
      'spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)',
      'spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
      'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
    ])
  })

  it('gives probes to sidecars only, among init containers', () => {
    const livenessProbe = { tcpSocket: { port: 80 } }
    const problems = specProblems({
      initContainers: [
        { ...container, name: 'a', livenessProbe },
        { ...container, name: 'b', livenessProbe, restartPolicy: 'Always' },
        { ...container, name: 'c', restartPolicyRules: [{ action: 'Restart' }] },
      ],
    })
    expect(problems).toEqual([
      'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      'spec.initContainers[2].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
      'spec.initContainers[2].name: Duplicate value: "c"',
    ])
  })

  it('prints whole values as upstream types show them', () => {
    const problems = specProblems({
      containers: [{ ...container, securityContext: { privileged: true, allowPrivilegeEscalation: false } }],
      resourceClaims: [{ name: 'gpu' }],
    })
    const claim = '{"Name":"gpu","ResourceClaimName":null,"ResourceClaimTemplateName":null}'
    const context =
      '{"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}'
    expect(problems).toEqual([
      `spec.resourceClaims[0]: Invalid value: ${claim}: must specify one of: \`resourceClaimName\`, \`resourceClaimTemplateName\``,
      `spec.containers[0].securityContext: Invalid value: ${context}: cannot set \`allowPrivilegeEscalation\` to false and \`privileged\` to true`,
    ])
  })

  it('does not mix a user namespace or Windows with what they exclude', () => {
    expect(specProblems({ hostUsers: false, hostPID: true, hostNetwork: true })).toEqual([
      'spec.hostNetwork: Forbidden: when `hostUsers` is false',
      'spec.HostPID: Forbidden: when `hostUsers` is false',
    ])
    expect(specProblems({ os: { name: 'windows' }, hostIPC: true, securityContext: { fsGroup: 1 } })).toEqual([
      'spec.hostIPC: Forbidden: cannot be set for a windows pod',
      'spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod',
    ])
  })

  it('judges tolerations, spreading and affinity', () => {
    const problems = specProblems({
      tolerations: [{ operator: 'Equal', effect: 'NoSchedule', tolerationSeconds: 1 }],
      topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Never', minDomains: 1 }],
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', matchLabelKeys: ['a'] }],
        },
      },
    })
    const term = 'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]'
    expect(problems).toEqual([
      `${term}.matchLabelKeys: Forbidden: must not be specified when labelSelector is not set`,
      'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
      'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
      'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
      'spec.topologySpreadConstraints[0].minDomains: Invalid value: 1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not Never',
      'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      `spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when \`tolerationSeconds\` is set`,
    ])
  })

  it('covers its containers with the resources of the pod', () => {
    const problems = specProblems({
      containers: [{ ...container, resources: { requests: { cpu: '2' }, limits: { cpu: '3' } } }],
      resources: { requests: { cpu: '1' }, limits: { cpu: '2', 'example.org/x': '1' } },
    })
    expect(problems).toEqual([
      'spec.resources.limits[example.org/x]: Unsupported value: "example.org/x": supported values: "cpu", "hugepages-", "memory"',
      'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
      'spec.resources.containers[0][cpu].limits: Invalid value: "3": must be less than or equal to pod limits of 2',
    ])
  })
})
