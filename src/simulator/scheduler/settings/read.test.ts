import { describe, expect, it } from 'vitest'
import { readConfiguration } from './read.ts'

const on = new Set(['DRASchedulerFilterTimeout', 'DRADeviceBindingConditions', 'DRAResourceClaimDeviceStatus'])
const gates = { enabled: (name: string) => on.has(name) }
const head = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' }

function refusal(rest: object): string {
  try {
    readConfiguration({ ...head, ...rest }, gates)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

const withArguments = (name: string, args: object): string =>
  refusal({ profiles: [{ pluginConfig: [{ name, args }] }] })
const ARGS = 'profiles[0].pluginConfig[0].args'
const INIT = 'initializing profiles: creating profile for scheduler name default-scheduler:'

describe('a KubeSchedulerConfiguration', () => {
  it('is read as it is written', () => {
    const written = {
      ...head,
      parallelism: 1,
      leaderElection: { leaderElect: false, leaseDuration: '15s' },
      percentageOfNodesToScore: 50,
      profiles: [
        {
          schedulerName: 'a',
          plugins: { score: { enabled: [{ name: 'ImageLocality', weight: 5 }], disabled: [{ name: 'NodeAffinity' }] } },
          pluginConfig: [
            { name: 'PodTopologySpread', args: { kind: 'PodTopologySpreadArgs', defaultingType: 'List' } },
            { name: 'Mine', args: { any: 1 } },
          ],
        },
        { schedulerName: 'b' },
      ],
    }
    expect(readConfiguration(written, gates)).toEqual(written)
  })

  it('is decoded strictly', () => {
    expect(refusal({ kind: 'Pod' })).toBe(
      'the configuration of the scheduler is a KubeSchedulerConfiguration of kubescheduler.config.k8s.io/v1, not apiVersion "kubescheduler.config.k8s.io/v1", kind "Pod"',
    )
    expect(refusal({ profile: [], profiles: [{ plugins: { skore: {} } }] })).toBe(
      'strict decoding error: unknown field "profile", unknown field "profiles[0].plugins.skore"',
    )
    expect(withArguments('NodeAffinity', { addedAffinity: { required: {} }, x: 1 })).toBe(
      'strict decoding error: decoding .profiles[0].pluginConfig[0]: strict decoding error: decoding args for plugin NodeAffinity: strict decoding error: unknown field "addedAffinity.required", unknown field "x"',
    )
    expect(withArguments('NodeAffinity', { kind: 'VolumeBindingArgs' })).toBe(
      'decoding .profiles[0].pluginConfig[0]: args for plugin NodeAffinity were not of type NodeAffinityArgs.kubescheduler.config.k8s.io, got VolumeBindingArgs.kubescheduler.config.k8s.io',
    )
    expect(refusal({ percentageOfNodesToScore: 'many', profiles: {} })).toBe(
      'percentageOfNodesToScore: a whole number is wanted, not "many"\nprofiles: a list is wanted, not {}',
    )
  })

  it.each<[string, object]>([
    ['percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]', { percentageOfNodesToScore: 101 }],
    ['parallelism: Invalid value: 0: should be an integer value greater than zero', { parallelism: 0 }],
    [
      '[podInitialBackoffSeconds: Invalid value: 0: must be greater than 0, podMaxBackoffSeconds: Invalid value: -1: must be greater than or equal to PodInitialBackoffSeconds]',
      { podInitialBackoffSeconds: 0, podMaxBackoffSeconds: -1 },
    ],
    ['profiles[1].schedulerName: Duplicate value: {}', { profiles: [{ schedulerName: 'a' }, { schedulerName: 'a' }] }],
    ['profiles[1].schedulerName: Required value', { profiles: [{ schedulerName: 'a' }, {}] }],
    [
      'profiles[1].plugins.queueSort: Invalid value: {"Enabled":null,"Disabled":[{"Name":"*","Weight":0}]}: must be the same for all profiles',
      {
        profiles: [
          { schedulerName: 'a' },
          { schedulerName: 'b', plugins: { queueSort: { disabled: [{ name: '*' }] } } },
        ],
      },
    ],
    [
      'the scheduler plugin "GangScheduling" is NotSimulated',
      { profiles: [{ plugins: { multiPoint: { enabled: [{ name: 'GangScheduling' }] } } }] },
    ],
    ['extenders is NotSimulated: nobody outside is asked', { extenders: [{ urlPrefix: 'http://x' }] }],
  ])('is judged: %s', (message, rest) => {
    expect(refusal(rest)).toBe(message)
  })

  it.each<[string, string, object]>([
    [
      `[${ARGS}.minCandidateNodesPercentage: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute, ${ARGS}.minCandidateNodesAbsolute: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage]`,
      'DefaultPreemption',
      { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0 },
    ],
    [
      `${ARGS}.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]`,
      'InterPodAffinity',
      { hardPodAffinityWeight: 101 },
    ],
    [
      `${ARGS}.defaultingType: Invalid value: "System": when .defaultConstraints are not empty`,
      'PodTopologySpread',
      { defaultConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }] },
    ],
    [
      `${INIT} initializing plugin "NodeResourcesFit": scoringStrategy.type: Unsupported value: "Least": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"`,
      'NodeResourcesFit',
      { scoringStrategy: { type: 'Least' } },
    ],
  ])('is judged down to the arguments of plugins: %s', (message, name, args) => {
    expect(withArguments(name, args)).toBe(message)
  })

  it.each<[string, object]>([
    ['ScorePlugin "Mine" does not exist', { score: { enabled: [{ name: 'Mine' }] } }],
    ['PreFilterPlugin "Mine" does not exist', { multiPoint: { enabled: [{ name: 'Mine' }] } }],
    ['plugin "NodeName" does not extend ScorePlugin plugin', { score: { enabled: [{ name: 'NodeName' }] } }],
    [
      'plugin "NodeName" already registered as "FilterPlugin"',
      { filter: { enabled: [{ name: 'NodeName' }, { name: 'NodeName' }] } },
    ],
    [
      'only one queue sort plugin required for profile with scheduler name "default-scheduler", but got 0',
      { queueSort: { disabled: [{ name: '*' }] } },
    ],
    [
      'at least one bind plugin is needed for profile with scheduler name "default-scheduler"',
      { bind: { disabled: [{ name: 'DefaultBinder' }] } },
    ],
  ])('has plugins that can be put together: %s', (message, plugins) => {
    expect(refusal({ profiles: [{ plugins }] })).toBe(`${INIT} ${message}`)
  })
})
