// What happens to devices and their plugins. Sentences: grammar/*/when/device.peggy.
import type { SentenceFamily } from '../contract.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays when/device. */
export const family: SentenceFamily = {
  handlers: {
    'when/device/health': async ({ device, node, healthy }, play) => {
      const found = await (await play.cluster()).setDeviceHealth(node, device, healthy)
      return found ? undefined : { summary: `there is no device "${device}"${onNode(node)}` }
    },
    'when/device/gone': ({ resource, node }, play) => setUp(play, node, resource, false),
    'when/device/back': ({ resource, node }, play) => setUp(play, node, resource, true),
  },
}

async function setUp(
  play: Play,
  node: string | undefined,
  resource: string,
  up: boolean,
): Promise<Failure | undefined> {
  const found = await (await play.cluster()).setDevicePluginUp(node, resource, up)
  return found ? undefined : { summary: `there is no device plugin "${resource}"${onNode(node)}` }
}

const onNode = (node: string | undefined): string => (node === undefined ? '' : ` on node "${node}"`)
