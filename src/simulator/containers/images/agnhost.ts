// e2e-test-images/agnhost: the test image with many faces, of which pause, netexec, serve-hostname and liveness are known; another
// says that it is not simulated and waits. Limits: what they log is left out, netexec knows few of its paths.
// Upstream: test/images/agnhost/{pause,netexec,serve-hostname,liveness}.
import { formatDuration } from '../../../model/duration.ts'
import { quote } from '../../../model/quote.ts'
import { formatTime } from '../../../model/time.ts'
import type { Answer, Ask, ImageBehaviour, Program, ProgramContext } from '../contract.ts'
import { type Co, sleep } from '../coroutine.ts'
import { reasons } from '../programs/network-tools.ts'
import { notSimulated } from '../programs/unknown.ts'

/** The liveness example of the documentation is well for ten seconds. */
const WELL_MS = 10_000

/** serve-hostname goes on so long after SIGTERM. */
const AWAITING_MS = 60_000

/** What a Go program ends with on SIGTERM as the first process of its container, unless it takes the signal; pause does the same. */
const GO_SIGNALLED = 2

const missing: Answer = { code: 404, body: '404 page not found\n' }

type Http = (ask: Ask) => Answer

/** Waits for SIGTERM, serving or not; how it ends then. */
function* serve(context: ProgramContext, port: number, http: Http | undefined, linger = 0): Co<number> {
  const { world, hears } = context
  const listener = http === undefined ? undefined : { http }
  if (listener !== undefined) world.network.listen(port, listener)
  let ended = 0
  try {
    yield (resume) => {
      hears((name) => {
        if (name !== 'SIGTERM' && name !== 'SIGINT') return false
        ended = linger > 0 ? 0 : GO_SIGNALLED
        resume()
        return true
      })
      return undefined
    }
    if (linger > 0) yield sleep(world.clock, linger)
    return ended
  } finally {
    if (listener !== undefined) world.network.close(port, listener)
  }
}

/** A flag's number: `--port=80`, `--port 80`. */
function flag(args: readonly string[], name: string, otherwise: number): number {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (at < 0) return otherwise
  return Number(args[at]!.includes('=') ? args[at]!.slice(name.length + 1) : args[at + 1])
}

/** What Go's http.Redirect answers to a request for a path. */
function redirect(from: string, to: string, code: number): Answer {
  const location = absolute.test(to) || to.startsWith('/') ? to : from.slice(0, from.lastIndexOf('/') + 1) + to
  const shown = location.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
  return { code, location, body: `<a href="${shown}">${reasons[code] ?? ''}</a>.\n\n` }
}

const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** The location is unescaped twice. */
function toLocation(from: string, text: string): Answer {
  try {
    return redirect(from, decodeURIComponent(text.replaceAll('+', ' ')), 302)
  } catch {
    return { code: 400, body: `invalid redirect: ${quote(text)}\n` }
  }
}

const liveness = ({ world: { clock } }: ProgramContext): Http => {
  const start = clock.now()
  return ({ path: asked }) => {
    const age = clock.now() - start
    const [path, search] = asked.split('?')
    if (path === '/redirect') return toLocation(path, new URLSearchParams(search).get('loc') ?? '')
    if (path === '/started') return { code: 200, body: formatDuration(age) }
    if (path !== '/healthz') return missing
    return age > WELL_MS ? { code: 500, body: `error: ${age / 1000}` } : { code: 200, body: 'ok' }
  }
}

const others = /^\/(?:clientip|dial|exit|shell|shutdown|upload)$/

const netexec = ({ world: { hostname, clock, time } }: ProgramContext): Http => {
  const start = clock.now()
  return ({ path }) => {
    const [plain = '/', search] = path.split('?')
    if (plain === '/hostname' || plain === '/hostName') return { code: 200, body: hostname }
    if (plain === '/healthz') return { code: 200, body: '' }
    if (plain === '/echo') {
      const query = new URLSearchParams(search)
      return { code: Number(query.get('code') || 200), body: query.get('msg') ?? '' }
    }
    if (plain === '/redirect') {
      const query = new URLSearchParams(search)
      return redirect(plain, query.get('location') ?? '', Number(query.get('code') || 302))
    }
    if (others.test(plain)) return { code: 501, body: `NotSimulated: ${plain} of netexec` }
    return { code: 200, body: `NOW: ${goTime(time.now())} m=+${((clock.now() - start) / 1000).toFixed(9)}` }
  }
}

/** A moment as Go prints it: `2026-01-01 00:00:00.5 +0000 UTC`. */
function goTime(now: number): string {
  const fraction =
    now % 1000 === 0
      ? ''
      : `.${String(now % 1000)
          .padStart(3, '0')
          .replace(/0+$/, '')}`
  return `${formatTime(now).replace('T', ' ').replace('Z', '')}${fraction} +0000 UTC`
}

const agnhost: Program = (context, [what = 'pause', ...args]) => {
  switch (what) {
    case 'liveness':
      return serve(context, 8080, liveness(context))
    case 'serve-hostname':
      return serve(
        context,
        flag(args, '--port', 9376),
        () => ({ code: 200, body: context.world.hostname }),
        AWAITING_MS,
      )
    case 'netexec':
      return serve(context, flag(args, '--http-port', 8080), netexec(context))
    default:
      if (what === 'pause') context.out.write('Paused\n')
      else context.err.write(notSimulated(`agnhost ${what}`))
      return serve(context, 0, undefined)
  }
}

/** e2e-test-images/agnhost. */
export const image: ImageBehaviour = {
  name: 'e2e-test-images/agnhost',
  size: 53_000_000,
  entrypoint: ['/agnhost'],
  cmd: ['pause'],
  programs: { '/agnhost': agnhost, agnhost },
}
