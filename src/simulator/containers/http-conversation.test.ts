// Bytes to a simulated server and back: requests one after the other, cut anywhere, bodies left out, answers that take time.
import { describe, expect, it } from 'vitest'
import { Clock } from '../engine/clock.ts'
import type { Listener } from './contract.ts'
import { HttpConversation } from './http-conversation.ts'

const DATE = 'Date: Mon, 12 Jan 1970 13:46:40 GMT'

function talk(listener: Listener) {
  const clock = new Clock(1_000_000_000)
  let said = ''
  const conversation = new HttpConversation(listener, clock, {
    send: (bytes) => {
      said += bytes.toString()
    },
    close: (why) => {
      said += `[closed${why === undefined ? '' : `: ${why}`}]`
    },
  })
  return { clock, say: (text: string) => conversation.receive(Buffer.from(text)), conversation, said: () => said }
}

const echo: Listener = {
  http: ({ method, path, headers }) => ({ code: 200, body: `${method} ${path} ${headers?.['host']}` }),
}

describe('HTTP', () => {
  it('answers requests one after the other, wherever they are cut', () => {
    const { say, said } = talk(echo)
    const requests =
      'GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbodyHEAD /c HTTP/1.1\r\nHost: h\r\n\r\n'
    for (const c of requests) say(c)
    expect(said().split('\r\n')).toEqual([
      ...['HTTP/1.1 200 OK', DATE, 'Content-Length: 8', ''],
      ...['GET /a hHTTP/1.1 200 OK', DATE, 'Content-Length: 9', ''],
      ...['POST /b hHTTP/1.1 200 OK', DATE, 'Content-Length: 9', '', ''],
    ])
  })

  it('reads over bodies in chunks', () => {
    const { say, said } = talk(echo)
    say('POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n')
    expect(said().match(/(?:POST|GET) \S+/g)).toEqual(['POST /a', 'GET /b'])
  })

  it('takes its time, and answers in order', () => {
    const { clock, say, said } = talk({
      http: ({ path }) => ({ code: 503, body: path, after: path === '/slow' ? 500 : 0 }),
    })
    say('GET /slow HTTP/1.1\r\n\r\nGET /fast HTTP/1.1\r\nConnection: close\r\n\r\n')
    expect(said()).toBe('')
    clock.runTo(clock.now() + 500)
    expect(said()).toBe(
      `HTTP/1.1 503 Service Unavailable\r\n${DATE}\r\nContent-Length: 5\r\n\r\n/slow` +
        `HTTP/1.1 503 Service Unavailable\r\n${DATE}\r\nContent-Length: 5\r\nConnection: close\r\n\r\n/fast[closed]`,
    )
  })

  it('closes after what is no HTTP, and says nothing when it was cut off', () => {
    const broken = talk(echo)
    broken.say('hello\r\n\r\n')
    expect(broken.said()).toBe('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n[closed]')
    const slow = talk({ http: () => ({ code: 200, body: '', after: 10 }) })
    slow.say('GET / HTTP/1.1\r\n\r\n')
    slow.conversation.drop()
    slow.clock.runTo(slow.clock.now() + 10)
    expect(slow.said()).toBe('')
  })
})

describe('others', () => {
  it('get what was sent when that is all', () => {
    let got = ''
    const { say, said, conversation } = talk({
      receive: (text) => {
        got = text
      },
    })
    say('one ')
    say('two')
    conversation.end()
    expect([got, said()]).toEqual(['one two', '[closed]'])
  })

  it('that only take connections say so', () => {
    const { say, said } = talk({})
    say('PING\r\n')
    expect(said()).toBe('[closed: what listens here takes connections only]')
  })
})
