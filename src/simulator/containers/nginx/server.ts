// nginx: serves files, redirects, asks others, as its configuration says; logs every request. What it ships with is known without being read.
// Limits: what it says when it starts and of errors names process ids and the kernel, and is left out; changes are read by nobody
// (reload). Upstream: nginx's src/http; nginx/docker-nginx, which leads /var/log/nginx to the standard streams.
import { formatTime } from '../../../model/time.ts'
import type { Answer, Ask, Server, World } from '../contract.ts'
import { absolute } from '../files/file-system.ts'
import { nginxLine } from '../programs/access-log.ts'
import { type Location, type NginxServer, type Settings, serversOf } from './configuration.ts'
import { agedPage, HTML } from './files.ts'
import { page } from './pages.ts'
import { ConfigurationError } from './syntax.ts'

const CONFIGURATION = '/etc/nginx'
const CONNECT_TIMEOUT_MS = 60_000

/** What `nginx -s` sends to the server that runs. */
const tells: Readonly<Record<string, string>> = {
  quit: 'SIGQUIT',
  stop: 'SIGTERM',
  reload: 'SIGHUP',
  reopen: 'SIGUSR1',
}

const shipped: Pick<Settings, 'root' | 'alias' | 'index' | 'tryFiles'> = {
  root: HTML,
  alias: undefined,
  index: ['index.html', 'index.htm'],
  tryFiles: undefined,
}

/** nginx itself, for images built on it. */
export const nginxServer: Server = {
  listens: [80],
  http: (ask, world) => logged(ask, filesAnswer(ask, pathOf(ask), shipped, world), world),
  configured,
  tells: (args) => (args.includes('-s') ? tells[args[args.indexOf('-s') + 1] ?? ''] : undefined),
}

/** How a container with a configuration of its own serves. */
function configured(world: World): Partial<Server> | { readonly code: number; readonly err: string } {
  if (!world.mounts.some((path) => path.startsWith(CONFIGURATION))) return {}
  try {
    const servers = serversOf(world)
    return {
      listens: [...new Set(servers.flatMap(({ ports }) => ports))],
      http: (ask) => answer(ask, servers, world),
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const at = formatTime(world.time.now()).slice(0, 19).replaceAll('-', '/').replace('T', ' ')
    return { code: 1, err: `${at} [emerg] 1#1: ${error.message}\nnginx: [emerg] ${error.message}\n` }
  }
}

function logged(ask: Ask, given: Answer, world: World): Answer {
  world.print(`${nginxLine(ask, given, world)}\n`, 'stdout')
  return given
}

const pathOf = ({ path }: Ask): string => path.split('?')[0] || '/'

function answer(ask: Ask, servers: readonly NginxServer[], world: World): Answer {
  const host = (ask.headers?.['Host'] ?? ask.headers?.['host'] ?? '').split(':')[0] ?? ''
  const here = servers.filter(({ ports }) => ask.port === undefined || ports.includes(ask.port))
  const server = here.find(({ names }) => names.includes(host)) ?? here[0]
  if (server === undefined) return page(500, world)
  const path = pathOf(ask)
  const location = server.settings.returns === undefined ? locate(server.locations, path) : undefined
  const settings = location?.settings ?? server.settings
  const given = within(ask, path, settings, location, world)
  return settings.logs ? logged(ask, given, world) : given
}

/** Exact ones first, then expressions unless the longest beginning forbids it, then that. */
function locate(locations: readonly Location[], path: string): Location | undefined {
  const exact = locations.find(({ match, path: own }) => match === '=' && own === path)
  if (exact !== undefined) return exact
  const longest = locations
    .filter(({ match, path: own }) => (match === '' || match === '^~') && path.startsWith(own))
    .sort((a, b) => b.path.length - a.path.length)[0]
  if (longest?.match === '^~') return longest
  const expression = locations.find(
    ({ match, path: own }) =>
      (match === '~' || match === '~*') && new RegExp(own, match === '~*' ? 'i' : '').test(path),
  )
  return expression ?? longest
}

const unsimulated = (what: string): Answer => ({ code: 501, body: `NotSimulated: ${what} of nginx\n` })

function within(ask: Ask, path: string, settings: Settings, location: Location | undefined, world: World): Answer {
  if (settings.unknown !== undefined) return unsimulated(settings.unknown)
  if (settings.returns !== undefined) return returned(settings.returns, ask, world)
  if (settings.proxy !== undefined) return proxied(settings.proxy, ask, location, world)
  return filesAnswer(ask, path, settings, world, location?.path)
}

function returned([first = '', text]: readonly string[], ask: Ask, world: World): Answer {
  const code = Number(first)
  const [to, codeOf] = Number.isNaN(code) ? [first, 302] : [text, code]
  const said = to === undefined ? undefined : filled(to, ask, world)
  if (said === null) return unsimulated(`a variable in "${to}"`)
  if (codeOf >= 300 && codeOf < 400) return page(codeOf, world, said)
  return said === undefined ? page(codeOf, world) : { code: codeOf, body: said }
}

/** With its variables; null when one is not known. */
function filled(text: string, ask: Ask, { hostname, network }: World): string | null {
  const { headers = {}, path, method, from = '' } = ask
  const host = headers['Host'] ?? headers['host'] ?? ''
  const values: Readonly<Record<string, string>> = {
    hostname,
    host: host.split(':')[0] ?? '',
    http_host: host,
    request_uri: path,
    uri: path.split('?')[0] ?? '',
    args: path.split('?')[1] ?? '',
    request_method: method,
    remote_addr: from,
    server_addr: network.ip,
    http_user_agent: headers['User-Agent'] ?? '',
    scheme: 'http',
  }
  let known = true
  const result = text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => {
    known &&= values[name] !== undefined
    return values[name] ?? ''
  })
  return known ? result : null
}

function proxied(
  { host, port, uri }: NonNullable<Settings['proxy']>,
  ask: Ask,
  location: Location | undefined,
  world: World,
): Answer {
  const ip = world.network.resolve(host)
  const listener = ip === undefined ? 'refused' : world.network.connect(ip, port)
  if (listener === 'unreachable') return { ...page(504, world), after: CONNECT_TIMEOUT_MS }
  if (listener === 'refused' || listener.http === undefined) return page(502, world)
  const path = uri === undefined ? ask.path : uri + ask.path.slice(location?.path.length ?? 0)
  const headers = { ...ask.headers, Host: port === 80 ? host : `${host}:${port}`, Connection: 'close' }
  return listener.http({ method: ask.method, path, headers, from: world.network.ip })
}

function filesAnswer(
  { method }: Ask,
  path: string,
  { root, alias, index, tryFiles }: typeof shipped,
  world: World,
  prefix = '/',
): Answer {
  const file = (of: string): string =>
    alias === undefined ? absolute(`${root}/${of}`, '/') : absolute(`${alias}/${of.slice(prefix.length)}`, '/')
  if (tryFiles === undefined)
    return method === 'GET' || method === 'HEAD' ? fileAnswer(path, file(path), index, world) : page(405, world)
  for (const each of tryFiles.slice(0, -1)) {
    const of = each.replace('$uri', path)
    const kind = world.files.get(file(of))?.kind
    if (of.endsWith('/') ? kind === 'directory' : kind === 'file') return fileAnswer(of, file(of), index, world)
  }
  const last = tryFiles.at(-1) ?? '=404'
  if (last.startsWith('=')) return page(Number(last.slice(1)), world)
  const of = last.split('?')[0]!.replace('$uri', path)
  return fileAnswer(of, file(of), index, world)
}

function fileAnswer(path: string, file: string, index: readonly string[], world: World): Answer {
  const node = world.files.get(file)
  if (node?.kind === 'file') return { code: 200, body: agedPage(node.text, world) }
  if (node?.kind !== 'directory') return page(404, world)
  if (!path.endsWith('/')) return page(301, world, `${path}/`)
  for (const name of index) {
    const found = world.files.get(`${file}/${name}`)
    if (found?.kind === 'file') return { code: 200, body: agedPage(found.text, world) }
  }
  return page(403, world)
}
