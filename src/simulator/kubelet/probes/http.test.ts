import { describe, expect, it } from 'vitest'
import type { Container, HTTPGetAction } from '../../../generated/api/core.v1.ts'
import type { Answer, Ask, Listener } from '../../containers/contract.ts'
import { drive } from '../../containers/coroutine.ts'
import type { ClusterNetwork } from '../../containers/network.ts'
import { Clock } from '../../engine/clock.ts'
import { type HttpAsking, request } from './http.ts'

const IP = '10.244.0.2'

/** Asks a pod whose port 80 answers so; what it was asked, and what came of it. */
function ask(action: Partial<HTTPGetAction>, listener: Listener, asking: Partial<HttpAsking> = {}) {
  const network = { connect: (_: string, port: number) => (port === 80 ? listener : 'refused') }
  const clock = new Clock(0)
  let result: unknown
  drive(
    (function* () {
      result = yield* request({ port: 80, ...action } as HTTPGetAction, {
        purpose: 'probe',
        spec: { name: 'app' } as Container,
        clock,
        network: network as unknown as ClusterNetwork,
        podIp: IP,
        from: '10.244.0.1',
        timeoutSeconds: 1,
        ...asking,
      })
    })(),
    () => {},
  )
  clock.runTo(10_000)
  return result
}

function serving(answers: Readonly<Record<string, Answer>>) {
  const asked: Ask[] = []
  const http = (each: Ask): Answer => {
    asked.push(each)
    return answers[each.path] ?? { code: 404, body: '' }
  }
  return { asked, http }
}

describe('a request of a kubelet', () => {
  it('has the headers of a probe, and those the manifest asks for', () => {
    const { asked, http } = serving({})
    ask({ path: 'ready' }, { http })
    const httpHeaders = [
      { name: 'x-custom-header', value: 'Awesome' },
      { name: 'host', value: 'app.example.com' },
      { name: 'X-Custom-Header', value: 'again' },
      { name: 'Accept', value: '' },
      { name: 'User-Agent', value: 'mine' },
    ]
    ask({ httpHeaders }, { http })
    expect(asked.map(({ path, headers }) => [path, Object.entries(headers ?? {})])).toEqual([
      [
        '/ready',
        [
          ['Host', `${IP}:80`],
          ['User-Agent', 'kube-probe/1.36'],
          ['Accept', '*/*'],
          ['Connection', 'close'],
        ],
      ],
      [
        '/',
        [
          ['Host', 'app.example.com'],
          ['User-Agent', 'mine'],
          ['X-Custom-Header', 'Awesome, again'],
          ['Connection', 'close'],
        ],
      ],
    ])
  })

  it('is told from that of a hook', () => {
    const { asked, http } = serving({})
    ask({}, { http }, { purpose: 'lifecycle' })
    expect(Object.entries(asked[0]?.headers ?? {})).toEqual([
      ['Host', `${IP}:80`],
      ['User-Agent', 'kube-lifecycle/1.36'],
      ['Accept', '*/*'],
      ['Accept-Encoding', 'gzip'],
    ])
  })

  it('follows redirects that stay with the host, and says where it came from', () => {
    const { asked, http } = serving({
      '/a/old': { code: 301, body: '', location: 'new?x=1' },
      '/a/new?x=1': { code: 307, body: '', location: `http://${IP}:80/end` },
      '/end': { code: 200, body: 'ok' },
    })
    expect(ask({ path: '/a/old' }, { http })).toEqual({ code: 200, body: 'ok' })
    expect(asked.map(({ path, headers }) => [path, headers?.['Referer']])).toEqual([
      ['/a/old', undefined],
      ['/a/new?x=1', `http://${IP}:80/a/old`],
      ['/end', `http://${IP}:80/a/new?x=1`],
    ])
  })

  it('ends with a redirect that leads elsewhere, or nowhere', () => {
    const body = '<a href="http://0.0.0.0/">Found</a>.\n\n'
    const { asked, http } = serving({
      '/away': { code: 302, body, location: 'http://0.0.0.0/' },
      '/not-changed': { code: 304, body: '', location: '/away' },
    })
    expect(ask({ path: '/away' }, { http })).toMatchObject({ code: 302, body })
    expect(ask({ path: '/not-changed' }, { http })).toMatchObject({ code: 304 })
    expect(asked).toHaveLength(2)
  })

  it('gives up after ten redirects', () => {
    const { asked, http } = serving({ '/loop': { code: 302, body: '', location: '/loop' } })
    expect(ask({ path: '/loop' }, { http })).toEqual({ error: 'Get "/loop": stopped after 10 redirects' })
    expect(asked).toHaveLength(10)
  })

  it('names the request that found nobody', () => {
    const { http } = serving({ '/': { code: 302, body: '', location: `http://${IP}:8080/` } })
    const error = `Get "http://${IP}:8080/": dial tcp ${IP}:8080: connect: connection refused`
    expect(ask({}, { http })).toEqual({ error })
  })

  it('waits no longer for all requests together than for one', () => {
    const { http } = serving({
      '/': { code: 302, body: '', location: '/slow', after: 600 },
      '/slow': { code: 200, body: '', after: 600 },
    })
    const why = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
    expect(ask({}, { http })).toEqual({ error: `Get "http://${IP}:80/slow": ${why}` })
  })

  it('gets no answer of what only takes text', () => {
    let got = ''
    const receive = (text: string): void => {
      got = text
    }
    expect(ask({}, { receive })).toEqual({ error: `Get "http://${IP}:80/": EOF` })
    expect(got).toBe(
      `GET / HTTP/1.1\r\nHost: ${IP}:80\r\nUser-Agent: kube-probe/1.36\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    )
  })
})
