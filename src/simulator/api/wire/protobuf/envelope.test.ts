// The bytes themselves, told by hand from the .proto definitions.
import { describe, expect, it } from 'vitest'
import { decodeProtobuf, encodeProtobuf, encodeWatchFrame } from './envelope.ts'
import { ProtobufFault, Reader } from './reader.ts'
import { ReverseWriter } from './writer.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' }

describe('an object as protobuf', () => {
  const object = { ...CONFIG_MAP, metadata: { name: 'a', labels: { x: 'y' } }, data: { k: 'v' }, immutable: true }
  const metadata =
    '0a0161' + '1200' + '1a00' + '2200' + '2a00' + '3200' + '3800' + '4200' + '5a06' + '0a0178' + '120179'
  const size = (text: string): string => (text.length / 2).toString(16).padStart(2, '0')
  const raw = `0a${size(metadata)}${metadata}12060a016b1201762001`
  const type = `0a0276311209${Buffer.from('ConfigMap').toString('hex')}`
  const all = `6b3873000a0f${type}12${size(raw)}${raw}1a002200`

  it('has zeros where Go fields are no pointers, maps by key, and the envelope around it', () => {
    expect(hex(encodeProtobuf(object))).toBe(all)
  })

  it('comes back without what JSON leaves out', () => {
    expect(decodeProtobuf(encodeProtobuf(object), CONFIG_MAP)).toEqual(object)
  })

  it('is the kind that is expected when the envelope names none', () => {
    const nameless = Buffer.from(`6b38730012${size(raw)}${raw}`, 'hex')
    expect(decodeProtobuf(nameless, CONFIG_MAP)).toEqual(object)
  })

  it('keeps numbers of every size, times, quantities and either of int or string', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', creationTimestamp: '2026-11-21T08:34:41Z', generation: 9007199254740991 },
      spec: {
        priority: -5,
        containers: [
          {
            name: 'c',
            resources: { limits: { cpu: '1500m', memory: '1Gi' } },
            readinessProbe: { httpGet: { port: 'web' }, periodSeconds: 3 },
            livenessProbe: { tcpSocket: { port: 80 } },
          },
        ],
        volumes: [{ name: 'v', emptyDir: {} }],
      },
    }
    expect(decodeProtobuf(encodeProtobuf(pod), pod)).toEqual(pod)
  })

  it('is refused when it is none', () => {
    const decode = (bytes: Uint8Array) => () => decodeProtobuf(bytes, CONFIG_MAP)
    expect(decode(Buffer.from(''))).toThrow(new ProtobufFault('empty data'))
    expect(decode(Buffer.from('{"a":1}'))).toThrow(
      new ProtobufFault('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'),
    )
    expect(decode(Buffer.from('6b387300', 'hex'))).toThrow(new ProtobufFault('empty body'))
    expect(decode(Buffer.from('6b387300127f01', 'hex'))).toThrow(new ProtobufFault('unexpected EOF'))
    expect(decode(Buffer.from('6b3873004f', 'hex'))).toThrow(new ProtobufFault('proto: illegal wireType 7'))
  })
})

describe('a watch event as protobuf', () => {
  it('is a frame with its length before it', () => {
    const object = { ...CONFIG_MAP, metadata: { name: 'a' } }
    const envelope = hex(encodeProtobuf(object))
    const inner = `0a${(envelope.length / 2).toString(16)}${envelope}`
    const event = `0a054144444544${'12'}${(inner.length / 2).toString(16)}${inner}`
    expect(hex(encodeWatchFrame('ADDED', object))).toBe(`${(event.length / 2).toString(16).padStart(8, '0')}${event}`)
  })
})

describe('varints', () => {
  it.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -1, -(2 ** 31), -(2 ** 53) + 1])('%d', (value) => {
    const out = new ReverseWriter()
    out.varint(value)
    expect(new Reader(out.bytes()).varint()).toBe(value)
  })
})
