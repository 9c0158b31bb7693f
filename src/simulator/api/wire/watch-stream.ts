// A watch on the wire: JSON events as lines, protobuf events as frames with their length before them; a table's columns come
// with its first event only. An event ERROR is the last one. Upstream: handlers/{watch,response}.go.
import type { WatchEvent, WatchStream } from '../request.ts'
import type { JsonObject, KubeObject } from '../types.ts'
import { objectText } from './encode.ts'
import { encodeWatchFrame } from './protobuf/envelope.ts'
import type { WireStream } from './responses.ts'
import { type Subject, shaped } from './shape.ts'

/** The stream of a watch that was opened, in the form that was asked for. */
export function watchStream(watch: WatchStream, subject: Subject): WireStream {
  const { format, as } = subject.representation
  let first = true
  const shapeOf = (object: KubeObject): JsonObject => {
    const shape = shaped(subject, object)
    if (as === 'Table' && !first) shape['columnDefinitions'] = null
    first = false
    return shape
  }
  const chunk = ({ type, object }: WatchEvent): string | Uint8Array => {
    if (type === 'ERROR') return encoded(type, object as unknown as JsonObject)
    if (as === '' && format === 'json') {
      return `{"type":"${type}","object":${objectText(object as KubeObject, subject.info.type)}}\n`
    }
    return encoded(type, shapeOf(object as KubeObject))
  }
  const encoded = (type: string, object: JsonObject): string | Uint8Array =>
    format === 'protobuf' ? encodeWatchFrame(type, object) : `${JSON.stringify({ type, object })}\n`
  return {
    start: (send, end) =>
      watch.start((event) => {
        send(chunk(event))
        if (event.type === 'ERROR') end()
      }),
    stop: () => watch.stop(),
  }
}
