// wget, curl, nc, httpd, nslookup, ping over the simulated network. Texts are those of busybox and curl.
import { isIP } from 'node:net'
import type { Answer, Listener, Program, ProgramContext } from '../contract.ts'
import { type Co, sleep } from '../coroutine.ts'
import { absolute } from '../files/file-system.ts'
import { readAll } from '../shell/streams.ts'
import { valued } from './filter-tools.ts'
import { hasOldNslookup, oldNslookup } from './old-nslookup.ts'

/** When Linux gives up asking for a connection: tcp_syn_retries of 6. */
const CONNECT_TIMEOUT = 127_000

interface Target {
  readonly host: string
  readonly port: number
  readonly path: string
}

const url = /^(?:(https?):\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/

function targetOf(text: string): Target {
  const [, scheme = 'http', host = '', port, path = '/'] = url.exec(text) ?? []
  return { host, port: Number(port ?? (scheme === 'https' ? 443 : 80)), path }
}

/** What HTTP calls its codes. */
export const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

/** Asks a server; text when that cannot be done. */
function reach(
  { world }: ProgramContext,
  target: Target,
): { listener: Listener; ip: string } | 'unknown' | 'refused' | 'unreachable' {
  const ip = world.network.resolve(target.host)
  if (ip === undefined) return 'unknown'
  const listener = world.network.connect(ip, target.port)
  return typeof listener === 'string' ? listener : { listener, ip }
}

function* ask(
  { world }: ProgramContext,
  { listener, ip }: { readonly listener: Listener; readonly ip: string },
  { host, port, path }: Target,
  own: Readonly<Record<string, string>>,
  method = 'GET',
): Co<Answer | undefined> {
  const from = ip.startsWith('127.') ? ip : world.network.ip
  const answer = listener.http?.({
    method,
    path,
    headers: { Host: port === 80 ? host : `${host}:${port}`, ...own },
    from,
  })
  if (answer?.after !== undefined) yield sleep(world.clock, answer.after)
  return answer
}

function* wget(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(
    args.flatMap((arg) => (arg.startsWith('--timeout=') ? ['-T', arg.slice('--timeout='.length)] : [arg])),
    'OTt',
  )
  const quiet = args.some((arg) => /^-\w*q/.test(arg))
  const attached = args.find((arg) => /^-q?O./.test(arg))?.replace(/^-q?O/, '')
  const spaced = args.find((arg, i) => /^-q?O$/.test(args[i - 1] ?? '') && arg !== '')
  const file = values.get('O') ?? attached ?? spaced
  const name = rest.findLast((arg) => !arg.startsWith('-') && arg !== spaced) ?? args.at(-1) ?? ''
  const target = targetOf(name)
  const { err, out, world, cwd } = context
  const reached = reach(context, target)
  const shown = target.port === 80 ? target.host : `${target.host}:${target.port}`
  if (reached === 'unknown') {
    err.write(`wget: bad address '${shown}'\n`)
    return 1
  }
  if (!quiet)
    err.write(
      `Connecting to ${shown} (${typeof reached === 'string' ? world.network.resolve(target.host) : reached.ip}:${target.port})\n`,
    )
  if (typeof reached === 'string') {
    if (reached === 'unreachable') yield sleep(world.clock, Number(values.get('T') ?? 60) * 1000)
    const ip = world.network.resolve(target.host) ?? target.host
    err.write(
      reached === 'unreachable' && values.has('T')
        ? 'wget: download timed out\n'
        : `wget: can't connect to remote host (${ip}): ${reached === 'refused' ? 'Connection refused' : 'No route to host'}\n`,
    )
    return 1
  }
  const answer = yield* ask(context, reached, target, { 'User-Agent': 'Wget', Connection: 'close' })
  if (answer === undefined) {
    err.write('wget: error getting response\n')
    return 1
  }
  if (answer.code >= 400) {
    err.write(`wget: server returned error: HTTP/1.1 ${answer.code} ${reasons[answer.code] ?? 'Error'}\n`)
    return 1
  }
  if (args.includes('--spider')) {
    if (!quiet) err.write('remote file exists\n')
    return 0
  }
  if (file === '-' || file === '/dev/stdout') out.write(answer.body)
  else world.files.write(absolute(file ?? (target.path.split('/').at(-1) || 'index.html'), cwd), answer.body)
  return 0
}

/** What curl sends of itself, which -H changes; its version depends on the image. */
function curlHeaders(args: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = { 'User-Agent': 'curl', Accept: '*/*' }
  args.forEach((arg, i) => {
    const given = /^(?:-H|--header)$/.test(args[i - 1] ?? '') ? arg : /^(?:-H|--header=)(.+)$/.exec(arg)?.[1]
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(given ?? '') ?? []
    if (name !== '') headers[name] = value
  })
  return headers
}

function* curl(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(
    args.filter((arg) => !arg.startsWith('--')),
    'oXHdmwu',
  )
  const address =
    rest.findLast((arg) => !arg.startsWith('-')) ?? args.findLast((arg) => url.test(arg) && !arg.startsWith('-')) ?? ''
  const flags = rest.filter((arg) => arg.startsWith('-')).join('')
  const target = targetOf(address)
  const reached = reach(context, target)
  const silent = flags.includes('s') && !flags.includes('S')
  const fail = (code: number, text: string): number => {
    if (!silent) context.err.write(`curl: (${code}) ${text}\n`)
    return code
  }
  if (reached === 'unknown') return fail(6, `Could not resolve host: ${target.host}`)
  if (reached === 'unreachable') {
    const given = values.get('m')
    const limit = given === undefined ? CONNECT_TIMEOUT : Number(given) * 1000
    yield sleep(context.world.clock, limit)
    const where = `${target.host} port ${target.port}`
    const why =
      given === undefined ? `Failed to connect to ${where} after ${limit} ms: Could not connect to server` : ''
    return fail(28, why || `Connection timed out after ${limit} milliseconds`)
  }
  if (reached === 'refused')
    return fail(7, `Failed to connect to ${target.host} port ${target.port} after 0 ms: Could not connect to server`)
  const answer = yield* ask(
    context,
    reached,
    target,
    curlHeaders(args),
    values.get('X') ?? (flags.includes('I') ? 'HEAD' : 'GET'),
  )
  if (answer === undefined) return fail(52, 'Empty reply from server')
  if (flags.includes('f') && answer.code >= 400) return fail(22, `The requested URL returned error: ${answer.code}`)
  if (flags.includes('I') || flags.includes('i'))
    context.out.write(`HTTP/1.1 ${answer.code} ${answer.code === 200 ? 'OK' : (reasons[answer.code] ?? '')}\r\n\r\n`)
  const file = values.get('o')
  if (file === undefined) context.out.write(flags.includes('I') ? '' : answer.body)
  else context.world.files.write(absolute(file, context.cwd), answer.body)
  const format = values.get('w')
  if (format !== undefined)
    context.out.write(format.replaceAll('%{http_code}', String(answer.code)).replaceAll('\\n', '\n'))
  return 0
}

function* listening(context: ProgramContext, port: number, listener: Listener): Co<number> {
  const { network } = context.world
  if (!network.listen(port, listener)) {
    context.err.write(`${context.name}: bind: Address already in use\n`)
    return 1
  }
  try {
    yield () => undefined
    return 0
  } finally {
    network.close(port, listener)
  }
}

function* httpd(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values } = valued(args, 'phcu')
  const port = Number((values.get('p') ?? '80').split(':').at(-1))
  const home = absolute(values.get('h') ?? '.', context.cwd)
  const { files, network } = context.world
  const http: Listener['http'] = ({ path }) => {
    const [plain = '/'] = path.split('?')
    const asked = absolute(`${home}/${plain}`, '/')
    const node = files.get(files.get(asked)?.kind === 'directory' ? `${asked}/index.html` : asked)
    return node?.kind === 'file'
      ? { code: 200, body: node.text }
      : {
          code: 404,
          body: '<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n',
        }
  }
  if (args.includes('-f')) return yield* listening(context, port, { http })
  return network.listen(port, { http }) ? 0 : 1
}

const httpAnswer = /^HTTP\/1\.\d (\d+)/

function* nc(context: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(args, 'pweqs')
  const listens = rest.some((arg) => /^-\w*l/.test(arg))
  const names = rest.filter((arg) => !arg.startsWith('-'))
  const { out, err, input, world } = context
  if (listens) {
    const port = Number(values.get('p') ?? names.at(-1) ?? rest.join(' ').match(/\d+/)?.[0])
    const text = yield* readAll(input)
    const code = httpAnswer.exec(text)?.[1]
    const done = { text: '' }
    const body = text.slice(text.search(/\r?\n\r?\n/)).trimStart()
    let arrived: (() => void) | undefined
    const listener: Listener = {
      receive: (got) => {
        done.text = got
        arrived?.()
      },
      ...(code === undefined ? {} : { http: () => ({ code: Number(code), body }) }),
    }
    if (!world.network.listen(port, listener)) {
      err.write('nc: bind: Address already in use\n')
      return 1
    }
    try {
      yield (resume) => {
        arrived = resume
        return undefined
      }
    } finally {
      world.network.close(port, listener)
    }
    out.write(done.text)
    return 0
  }
  const target = { host: names[0] ?? '', port: Number(names[1]), path: '/' }
  const reached = reach(context, target)
  if (reached === 'unknown') {
    err.write(`nc: bad address '${target.host}'\n`)
    return 1
  }
  if (reached === 'unreachable') yield sleep(world.clock, Number(values.get('w') ?? 127) * 1000)
  if (typeof reached === 'string') {
    if (reached === 'refused')
      err.write(`nc: ${target.host} (${world.network.resolve(target.host)}:${target.port}): Connection refused\n`)
    else err.write(`nc: ${target.host} (${world.network.resolve(target.host)}:${target.port}): Connection timed out\n`)
    return 1
  }
  if (rest.some((arg) => /^-\w*z/.test(arg))) return 0
  reached.listener.receive?.(yield* readAll(input))
  return 0
}

/** The names busybox asks for: one with a dot as it is, another with each domain of the search list behind it, and no farther. */
function asked(name: string, configuration: string, hostname: string): readonly string[] {
  if (name.includes('.')) return [name]
  const own = hostname.includes('.') ? hostname.slice(hostname.indexOf('.') + 1) : ''
  const [, listed = own] = /^search (.+)$/m.exec(configuration) ?? []
  const domains = listed.split(/\s+/).filter((domain) => domain !== '')
  return domains.length === 0 ? [name] : domains.map((domain) => `${name}.${domain}`)
}

/** Asks for IPv4 addresses, then for IPv6 ones, which no name has here; fails with the first name that is not there. */
const nslookup: Program = (context, args) => {
  const { world, out, err } = context
  if (hasOldNslookup(world)) return oldNslookup(context, args)
  const name = args.find((arg) => !arg.startsWith('-')) ?? ''
  if (name === '' || args.length > 1 || isIP(name) !== 0) {
    err.write('nslookup: options, other servers and names of addresses are NotSimulated\n')
    return 1
  }
  const configuration = world.files.read('/etc/resolv.conf')
  const [, server = '127.0.0.1'] = /^nameserver (\S+)/m.exec(configuration) ?? []
  out.write(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`)
  const answers = asked(name, configuration, world.hostname).map((full) => ({
    full,
    addresses: CLUSTER_NAME.test(full) ? world.network.addresses(full) : [],
  }))
  for (const family of ['IPv4', 'IPv6'])
    for (const { full, addresses } of answers) {
      if (addresses.length === 0) out.write(`** server can't find ${full}: NXDOMAIN\n`)
      else if (family === 'IPv4') for (const ip of addresses) out.write(`Name:\t${full}\nAddress: ${ip}\n`)
      out.write('\n')
    }
  return answers.some(({ addresses }) => addresses.length === 0) ? 1 : 0
}

/** What the cluster's DNS knows; what is asked of it is never searched for. */
const CLUSTER_NAME = /\.svc\.[^.]/

/** One a second, for ever unless counted; what it takes is ours. */
function* ping({ world, out, err }: ProgramContext, args: readonly string[]): Co<number> {
  const { values, rest } = valued(args, 'cwWi')
  const name = rest.find((arg) => !arg.startsWith('-')) ?? ''
  const ip = world.network.resolve(name)
  if (ip === undefined) {
    err.write(`ping: bad address '${name}'\n`)
    return 1
  }
  const given = values.get('c')
  const count = given === undefined ? Number.POSITIVE_INFINITY : Number(given)
  out.write(`PING ${name} (${ip}): 56 data bytes\n`)
  let answered = 0
  for (let i = 0; i < count; i++) {
    if (i > 0) yield sleep(world.clock, PING_MS)
    if (world.network.connect(ip, 0) === 'unreachable') continue
    answered++
    out.write(`64 bytes from ${ip}: seq=${i} ttl=64 time=0.050 ms\n`)
  }
  // The last answer is waited for.
  if (answered < count) yield sleep(world.clock, Number(values.get('W') ?? PING_WAIT_SECONDS) * 1000)
  const lost = Math.floor(((count - answered) * 100) / count)
  const counts = `${count} packets transmitted, ${answered} packets received, ${lost}% packet loss`
  out.write(`\n--- ${name} ping statistics ---\n${counts}\n`)
  if (answered > 0) out.write('round-trip min/avg/max = 0.050/0.050/0.050 ms\n')
  return answered > 0 ? 0 : 1
}

const PING_MS = 1000
const PING_WAIT_SECONDS = 10

/** By name. */
export const networkTools: Readonly<Record<string, Program>> = { wget, curl, httpd, nc, nslookup, ping }
