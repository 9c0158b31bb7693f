import { expect, it } from 'vitest'
import { readKubeletConfiguration } from './read.ts'

it('reads what is there and tells what nobody acts on', () => {
  const kind = { kind: 'KubeletConfiguration', apiVersion: 'kubelet.config.k8s.io/v1beta1' }
  const fields = {
    topologyManagerPolicy: 'restricted',
    maxPods: 20,
    kubeReserved: { cpu: '1' },
    reservedMemory: [{ numaNode: 0, limits: { memory: '1Gi' } }],
    cpuCFSQuota: false,
  }
  expect(readKubeletConfiguration({ ...kind, ...fields })).toEqual({
    fields,
    errors: [],
    notSimulated: ['cpuCFSQuota'],
  })
})

it('refuses fields that do not exist and values of another type', () => {
  const wrong = {
    apiVersion: 'v1',
    topologyManagerPolicies: 'none',
    maxPods: '20',
    kubeReserved: { cpu: 1 },
    shutdownGracePeriod: 30,
    reservedMemory: [{ numaNode: 0, limit: {} }],
    crashLoopBackOff: { maxContainerRestart: '10s' },
  }
  expect(readKubeletConfiguration(wrong).errors).toEqual([
    'no kind "KubeletConfiguration" is registered for version "v1"',
    'strict decoding error: unknown field "topologyManagerPolicies"',
    'json: cannot unmarshal string into Go struct field KubeletConfiguration.maxPods of type int32',
    'json: cannot unmarshal number into Go struct field KubeletConfiguration.kubeReserved of type string',
    'json: cannot unmarshal number into Go struct field KubeletConfiguration.shutdownGracePeriod of type string',
    'strict decoding error: unknown field "reservedMemory[0].limit"',
    'strict decoding error: unknown field "crashLoopBackOff.maxContainerRestart"',
  ])
})
