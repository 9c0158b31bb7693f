import { expect, it } from 'vitest'
import { podWith } from '../../lib/pod-spec/pod.fixture.ts'
import { defaultPod } from './defaults.ts'

it('fills in what a small pod leaves out', () => {
  const pod = podWith({ volumes: [{ name: 'v' }], serviceAccount: 'robot', terminationGracePeriodSeconds: -5 })
  defaultPod(pod)
  expect(pod.spec).toEqual({
    volumes: [{ name: 'v', emptyDir: {} }],
    containers: [
      {
        name: 'c',
        image: 'i:1',
        resources: {},
        imagePullPolicy: 'IfNotPresent',
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 1,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'robot',
    serviceAccount: 'robot',
    securityContext: {},
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
  })
})

it('takes requests from limits, for containers and for the pod, and host ports from ports', () => {
  const pod = podWith({
    hostNetwork: true,
    containers: [
      {
        name: 'c',
        image: 'i',
        ports: [{ containerPort: 80 }],
        resources: { limits: { cpu: '1', memory: '1Gi', 'hugepages-2Mi': '4Mi' }, requests: { cpu: '0.0005' } },
      },
    ],
    resources: { limits: { memory: '2Gi' } },
  })
  defaultPod(pod)
  const [container] = pod.spec.containers ?? []
  expect(container?.resources.requests).toEqual({ cpu: '1m', 'hugepages-2Mi': '4Mi', memory: '1Gi' })
  expect(container?.ports).toEqual([{ containerPort: 80, hostPort: 80, protocol: 'TCP' }])
  expect(pod.spec.resources).toEqual({
    limits: { 'hugepages-2Mi': '4Mi', memory: '2Gi' },
    requests: { cpu: '1m', 'hugepages-2Mi': '4Mi', memory: '1Gi' },
  })
})

it('keeps the two ways to write addresses alike', () => {
  const pod = { ...podWith(), status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.2' }] } }
  defaultPod(pod)
  expect(pod.status).toEqual({ podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] })
})
