// The smaller faces of agnhost. Limits: who asks is not logged where the port it came from would be named.
// Upstream: test/images/agnhost/{pause,serve-hostname,liveness,porter,entrypoint-tester,dns,grpc-health-checking,connect}.
import { formatDuration } from '../../../model/duration.ts'
import type { Answer, Ask, Listener, ProgramContext } from '../contract.ts'
import { type Co, sleep } from '../coroutine.ts'
import { klogLine } from '../programs/go-log.ts'
import { flagOf, GO_SIGNALLED, type Subcommand, serve } from '../programs/serve.ts'
import { redirectUnescaped } from './redirect.ts'

const missing: Answer = { code: 404, body: '404 page not found\n' }
const ok = (body: string): Answer => ({ code: 200, body })

/** Says so, waits for a signal and tells which one it was, as its last words too. */
function* pause(context: ProgramContext): Co<number> {
  const { out, world, env } = context
  out.write('Paused\nSignals registered\n')
  const onSignal = (name: string): number => {
    const words = `exiting because of signal "${name === 'SIGINT' ? 'interrupt' : 'terminated'}"\n`
    world.files.write(env.get('TERMINATION_MESSAGE_PATH') || '/dev/termination-log', words)
    out.write(words)
    return name === 'SIGINT' ? 1 : GO_SIGNALLED
  }
  return yield* serve(context, new Map(), { code: GO_SIGNALLED, onSignal })
}

/** It goes on so long after SIGTERM. */
const AWAITING_MS = 60_000
const HOSTNAME_PORT = 9376

function* serveHostname(context: ProgramContext, args: readonly string[]): Co<number> {
  const { world, err } = context
  const port = Number(flagOf(args, '--port') ?? HOSTNAME_PORT)
  const log = (line: string): void => err.write(klogLine(world, line))
  log(`Serving on port ${port}.`)
  const onSignal = (): undefined => {
    log('Shutting down after receiving signal: terminated.')
    log('Awaiting pod deletion.')
  }
  const listener: Listener = { http: () => ok(world.hostname) }
  return yield* serve(context, new Map([[port, listener]]), { code: 0, after: AWAITING_MS, onSignal })
}

const LIVENESS_PORT = 8080
/** The liveness example of the documentation is well for so long. */
const WELL_MS = 10_000

function* liveness(context: ProgramContext): Co<number> {
  const { clock } = context.world
  const start = clock.now()
  const http = ({ path: asked }: Ask): Answer => {
    const age = clock.now() - start
    const [path = '/', search] = asked.split('?')
    if (path === '/redirect') return redirectUnescaped(path, new URLSearchParams(search).get('loc') ?? '')
    if (path === '/started') return ok(formatDuration(age))
    if (path !== '/healthz') return missing
    return age > WELL_MS ? { code: 500, body: `error: ${age / 1000}` } : ok('ok')
  }
  return yield* serve(context, new Map([[LIVENESS_PORT, { http }]]))
}

const PORTS = ['SERVE_PORT_', 'SERVE_TCP_PORT_']

/** Serves the value of each variable on the port its name ends in. */
function* porter(context: ProgramContext, args: readonly string[]): Co<number> {
  const json = args.includes('--json-response')
  const listeners = new Map<number, Listener>()
  for (const [name, value] of context.env) {
    const prefix = PORTS.find((each) => name.startsWith(each))
    if (prefix === undefined) continue
    const http = ({ method }: Ask): Answer => ok(json ? JSON.stringify({ Method: method, Body: value }) : value)
    listeners.set(Number(name.slice(prefix.length)), { http })
  }
  return yield* serve(context, listeners)
}

/** One of two states, by how long it has run and what it was told. */
function* grpcHealthChecking(context: ProgramContext, args: readonly string[]): Co<number> {
  const { world, err } = context
  const log = (line: string): void => err.write(klogLine(world, line))
  const [port, httpPort] = [flagOf(args, '--port') ?? '5000', flagOf(args, '--http-port') ?? '8080']
  const delay = Number(flagOf(args, '--delay-unhealthy-sec') ?? -1)
  const service = flagOf(args, '--service') ?? ''
  const start = world.clock.now()
  let told: boolean | undefined
  log(`Http server starting to listen on :${httpPort}`)
  log(`gRPC server starting to listen on :${port}`)
  const http = ({ path }: Ask): Answer => {
    if (path !== '/make-serving' && path !== '/make-not-serving') return missing
    told = path === '/make-serving'
    log(told ? 'Mark as healthy' : 'Mark as unhealthy')
    return ok(formatDuration(world.clock.now() - start))
  }
  const grpcHealth: Listener['grpcHealth'] = (asked) => {
    if (asked !== service) return undefined
    const late = delay >= 0 && world.clock.now() - start >= delay * 1000
    return told === false || late ? 'NOT_SERVING' : 'SERVING'
  }
  return yield* serve(
    context,
    new Map<number, Listener>([
      [Number(httpPort), { http }],
      [Number(port), { grpcHealth }],
    ]),
  )
}

const resolvConf = ({ world }: ProgramContext, word: string): string =>
  world.files
    .read('/etc/resolv.conf')
    .split('\n')
    .find((line) => line.startsWith(word))
    ?.split(' ')
    .slice(1)
    .join(',') ?? ''

/** How long Linux asks for a connection: tcp_syn_retries of 6. */
const CONNECT_TIMEOUT_S = 127

/** Tries to connect, and says in a word why it could not. */
function* connect({ world, err }: ProgramContext, args: readonly string[]): Co<number> {
  const timeout = flagOf(args, '--timeout') ?? '0s'
  const dest = args.find((arg, i) => !arg.startsWith('-') && !['--timeout', '--protocol'].includes(args[i - 1] ?? ''))
  const [host = '', port = ''] = (dest ?? '').split(':')
  const ip = world.network.resolve(host)
  if (ip === undefined) {
    const [server] = /^nameserver (\S+)/m.exec(world.files.read('/etc/resolv.conf'))?.slice(1) ?? []
    err.write(`DNS: lookup ${host} on ${server}:53: no such host\n`)
    return 1
  }
  const found = world.network.connect(ip, Number(port))
  if (found === 'refused') err.write('REFUSED\n')
  if (found === 'unreachable') {
    const seconds = Number(/^(\d+)s$/.exec(timeout)?.[1] ?? 0) || CONNECT_TIMEOUT_S
    yield sleep(world.clock, seconds * 1000)
    err.write('TIMEOUT\n')
  }
  return typeof found === 'string' ? 1 : 0
}

/** By name. */
export const smallFaces: ReadonlyMap<string, Subcommand> = new Map<string, Subcommand>([
  ['pause', pause],
  ['serve-hostname', serveHostname],
  ['liveness', liveness],
  ['porter', porter],
  ['grpc-health-checking', grpcHealthChecking],
  ['connect', connect],
  [
    'entrypoint-tester',
    ({ out }, args) => {
      out.write(`[${['/agnhost', 'entrypoint-tester', ...args].join(' ')}]\n`)
      return 0
    },
  ],
  [
    'dns-suffix',
    (context) => {
      context.out.write(`${resolvConf(context, 'search')}\n`)
      return 0
    },
  ],
  [
    'dns-server-list',
    (context) => {
      context.out.write(`${resolvConf(context, 'nameserver')}\n`)
      return 0
    },
  ],
  [
    'etc-hosts',
    ({ world, out }) => {
      out.write(`${world.files.read('/etc/hosts')}\n`)
      return 0
    },
  ],
])
