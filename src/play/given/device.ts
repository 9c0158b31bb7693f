// Devices of nodes, and the plugins that offer them. Sentences: grammar/*/given/device.peggy.
import type { DeviceSpec } from '../../cluster/port.ts'
import type { SentenceFamily } from '../contract.ts'
import { answerOf, devicesOf, numberedDevices } from '../hardware.ts'
import { onNodes } from '../node-events.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays given/device. */
export const family: SentenceFamily = {
  handlers: {
    'given/device/plugin': ({ resource, node }, play, below) => {
      const devices = devicesOf(below?.type === 'table' ? below.rows : [])
      return typeof devices === 'string' ? { summary: devices } : offer(play, node, resource, devices)
    },
    'given/device/count': ({ resource, node, count }, play) =>
      offer(play, node, resource, numberedDevices(resource, count)),
    'given/device/answers': ({ resource, node }, play, below) => {
      const answer = answerOf(below?.type === 'yaml' ? below.value : null)
      return typeof answer === 'string'
        ? { summary: answer }
        : onNodes(play, node, { is: 'pluginAnswers', resource, answer })
    },
  },
}

async function offer(
  play: Play,
  node: string | undefined,
  resource: string,
  devices: readonly DeviceSpec[],
): Promise<Failure | undefined> {
  if (play.running) {
    const found = await (await play.cluster()).setDevices(node, resource, devices)
    return found ? undefined : noNode(node)
  }
  const nodes = play.stage.nodes ?? [{ name: 'node-1' }]
  if (node !== undefined && !nodes.some(({ name }) => name === node)) return noNode(node)
  play.stage.nodes = nodes.map((each) => {
    if (node !== undefined && each.name !== node) return each
    const others = each.devicePlugins?.filter((plugin) => plugin.resource !== resource) ?? []
    return { ...each, devicePlugins: [...others, { resource, devices }] }
  })
  return undefined
}

const noNode = (node: string | undefined): Failure => ({
  summary: node === undefined ? 'there is no node' : `there is no node "${node}"`,
})
