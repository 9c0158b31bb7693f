// agnhost netexec: answers over HTTP what it is asked, and logs it. Limits: what needs another server (dial), a shell, a file that is
// sent or the port its client came from is answered 501; UDP and SCTP are served by nobody.
// Upstream: test/images/agnhost/netexec/netexec.go.
import { formatDuration, parseDuration } from '../../../model/duration.ts'
import { quote } from '../../../model/quote.ts'
import type { Answer, Ask, ProgramContext } from '../contract.ts'
import type { Co } from '../coroutine.ts'
import { goTime, klogLine } from '../programs/go-log.ts'
import { flagOf, GO_SIGNALLED, type Serving, serve } from '../programs/serve.ts'
import { redirect } from './redirect.ts'

const HTTP_PORT = '8080'
const UDP_PORT = '8081'
const NO_PORT = '-1'

const text = (body: string, code = 200): Answer => ({ code, body })
const integer = /^[+-]?[0-9]+$/

/** netexec. */
export function* netexec(context: ProgramContext, args: readonly string[]): Co<number> {
  const { world, err } = context
  const log = (line: string): void => err.write(klogLine(world, line))
  const serving: Serving = {}
  const port = flagOf(args, '--http-port') ?? HTTP_PORT
  const udp = flagOf(args, '--udp-port') ?? UDP_PORT
  const override = flagOf(args, '--http-override')
  const answer = answerer(context, serving, log)
  log(`Started HTTP server on port ${port}`)
  if (udp !== NO_PORT) log(`Started UDP server on port  ${udp}`)
  const http = (ask: Ask): Answer => answer(override === undefined ? ask.path : override)
  return yield* serve(context, new Map([[Number(port), { http }]]), { code: GO_SIGNALLED }, serving)
}

function answerer({ world }: ProgramContext, serving: Serving, log: (line: string) => void): (path: string) => Answer {
  const { clock, time, hostname } = world
  const start = clock.now()
  return (path) => {
    const { pathname, searchParams: query } = new URL(path, 'http://netexec')
    const of = (name: string): string => query.get(name) ?? ''
    switch (pathname) {
      case '/hostname':
      case '/hostName':
        log(`GET ${pathname}`)
        return text(hostname)
      case '/healthz':
        log('GET /healthz')
        return text('')
      case '/echo':
        log(`GET /echo?msg=${of('msg')}&code=${of('code')}`)
        if (of('code') === '') return text(of('msg'))
        if (!integer.test(of('code')))
          return text(`argument 'code' must be an integer or empty, got ${quote(of('code'))}\n`)
        return text(of('msg'), Number(of('code')))
      case '/exit':
        return exit(of, serving, log)
      case '/shutdown':
        log('GET /shutdown')
        serving.exit?.(0)
        return text('')
      case '/redirect':
        log(`GET /redirect?msg=${of('location')}&code=${of('code')}`)
        if (of('code') !== '' && !integer.test(of('code')))
          return text(`argument 'code' must be an integer or empty, got ${quote(of('code'))}\n`)
        return redirect('/redirect', of('location'), Number(of('code') || 302))
      case '/clientip':
      case '/dial':
      case '/shell':
      case '/upload':
        return text(`NotSimulated: ${pathname} of netexec`, 501)
      default:
        log('GET /')
        return text(`NOW: ${goTime(time.now())} m=+${((clock.now() - start) / 1000).toFixed(9)}`)
    }
  }
}

function exit(of: (name: string) => string, serving: Serving, log: (line: string) => void): Answer {
  const [wait, timeout, code] = [of('wait'), of('timeout'), of('code')]
  log(`GET /exit?code=${code}&timeout=${timeout}&wait=${wait}`)
  const durations: number[] = []
  for (const [name, given] of Object.entries({ timeout, wait })) {
    const duration = given === '' ? 0 : parseDuration(given)
    if (typeof duration !== 'number')
      return text(`argument '${name}' must be a valid golang duration or empty, got ${quote(given)}\n`)
    durations.push(duration)
  }
  if (code !== '' && !integer.test(code))
    return text(`argument 'code' must be an integer [0-127] or empty, got ${quote(code)}\n`)
  const [closing = 0, waiting = 0] = durations
  log(
    `Will begin shutdown in ${formatDuration(waiting)}, allowing ${formatDuration(closing)} for connections to close, then will exit with ${Number(code)}`,
  )
  serving.exit?.(Number(code), waiting)
  return text('')
}
