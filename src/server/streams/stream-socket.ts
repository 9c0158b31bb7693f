// What comes as a stream, over a WebSocket: the events of a watch a message each, a log in pieces. Nothing is read from the client.
// Upstream: HandleWS in apiserver/pkg/endpoints/handlers/watch.go, streaming/pkg/httpstream/wsstream/stream.go.
import type { WireResponse, WireStream } from '../front.ts'
import { streamTime } from '../stream-time.ts'
import { agreed, openWebSocket } from './channels.ts'
import type { Upgrade } from './upgrade.ts'

const BASE64 = 'base64.binary.k8s.io'
const LOG_PROTOCOLS = ['', 'binary.k8s.io', BASE64]

/** Sends a stream until it is over, its time is, or the client goes. */
export function openStream(upgrade: Upgrade, { headers }: WireResponse, stream: WireStream): void {
  const { protocols, request } = upgrade
  const isLog = stream.unlimited === true
  const protocol = isLog ? agreed(protocols, LOG_PROTOCOLS) : (protocols[0] ?? '')
  const text = !isLog && headers['content-type'] === 'application/json'
  openWebSocket(upgrade, protocol, (client) => {
    const close = (): void => {
      stream.stop()
      client.close(1000)
    }
    const timer = isLog ? undefined : setTimeout(close, streamTime(request.url ?? '/')).unref()
    client.on('error', () => client.terminate())
    client.on('close', () => {
      clearTimeout(timer)
      stream.stop()
    })
    // A log begins with nothing, so that the client knows that it is connected.
    if (isLog) client.send(new Uint8Array())
    stream.start((chunk) => {
      const bytes = Buffer.from(chunk)
      if (protocol === BASE64) client.send(bytes.toString('base64'))
      else client.send(bytes, { binary: !text })
    }, close)
  })
}
