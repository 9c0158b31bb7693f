// What nginx's configuration files say of its servers: ports, names, locations. Limits: directives that change an answer and that nobody
// simulates make every answer of their place one that says so; TLS, streams and mail are not served.
// Upstream: src/http/ngx_http_core_module.c, ngx_http_upstream.c, ngx_http_proxy_module.c.
import type { World } from '../contract.ts'
import { absolute } from '../files/file-system.ts'
import { patternOf } from '../shell/patterns.ts'
import { HTML, MAIN } from './files.ts'
import { ConfigurationError, type Directive, parseConfiguration } from './syntax.ts'

/** One way a path is answered. */
export interface Location {
  readonly match: '=' | '^~' | '~' | '~*' | ''
  readonly path: string
  readonly settings: Settings
}

/** What holds in a block, what stands around it included. */
export interface Settings {
  readonly root: string
  readonly alias: string | undefined
  readonly index: readonly string[]
  readonly tryFiles: readonly string[] | undefined
  readonly returns: readonly string[] | undefined
  readonly proxy: { readonly host: string; readonly port: number; readonly uri: string | undefined } | undefined
  readonly logs: boolean
  /** A directive nobody simulates. */
  readonly unknown: string | undefined
}

/** A server block. */
export interface NginxServer {
  readonly ports: readonly number[]
  readonly names: readonly string[]
  readonly settings: Settings
  readonly locations: readonly Location[]
}

const harmless = new Set(
  (
    'add_header charset client_body_buffer_size client_max_body_size default_type error_log error_page gzip gzip_types gzip_min_length ' +
    'gzip_vary include keepalive_timeout keepalive_requests large_client_header_buffers limit_rate listen location log_format ' +
    'log_not_found proxy_buffering proxy_buffers proxy_buffer_size proxy_cache_bypass proxy_connect_timeout proxy_http_version ' +
    'proxy_read_timeout proxy_redirect proxy_send_timeout proxy_set_header resolver send_timeout sendfile server server_name ' +
    'server_names_hash_bucket_size tcp_nodelay tcp_nopush types types_hash_max_size upstream'
  ).split(' '),
)

const outside: Settings = {
  root: HTML,
  alias: undefined,
  index: ['index.html'],
  tryFiles: undefined,
  returns: undefined,
  proxy: undefined,
  logs: true,
  unknown: undefined,
}

/** The servers of a container's files. */
export function serversOf(world: World): NginxServer[] {
  const http = included(parseConfiguration(world.files.read(MAIN), MAIN), world).find(({ name }) => name === 'http')
  const block = included(http?.block ?? [], world)
  const upstreams = new Map(
    block.filter(({ name }) => name === 'upstream').map((each) => [each.args[0] ?? '', upstreamServer(each, world)]),
  )
  const around = settingsOf(block, outside, upstreams, world)
  return block
    .filter(({ name }) => name === 'server')
    .map(({ block: inside }) => serverOf(included(inside ?? [], world), around, upstreams, world))
}

/** With the directives of the files that are included in their place. */
function included(block: readonly Directive[], world: World): readonly Directive[] {
  return block.flatMap((directive) => {
    const [pattern = ''] = directive.args
    if (directive.name !== 'include' || /(?:mime\.types|_params)$/.test(pattern)) return [directive]
    const path = absolute(pattern, '/etc/nginx')
    const directory = path.slice(0, path.lastIndexOf('/'))
    const names = world.files.get(directory)
    if (names?.kind !== 'directory') return []
    const wanted = patternOf(path.slice(directory.length + 1))
    return [...names.entries.keys()]
      .filter((name) => wanted.test(name) && !name.startsWith('.'))
      .sort()
      .flatMap((name) => parseConfiguration(world.files.read(`${directory}/${name}`), `${directory}/${name}`))
  })
}

/** The first server of an upstream; all must have names that are known. */
function upstreamServer({ block = [] }: Directive, { network }: World): string {
  const servers = block.filter(({ name }) => name === 'server')
  for (const { args, file, line } of servers) {
    const [server = ''] = args
    if (network.resolve(server.split(':')[0] ?? '') === undefined)
      throw new ConfigurationError(`host not found in upstream "${server}" in ${file}:${line}`)
  }
  return servers[0]?.args[0] ?? ''
}

function serverOf(
  block: readonly Directive[],
  around: Settings,
  upstreams: ReadonlyMap<string, string>,
  world: World,
): NginxServer {
  const settings = settingsOf(block, around, upstreams, world)
  const listens = block.filter(({ name }) => name === 'listen')
  const ports = listens.map(({ args }) => Number(/(?:^|:)(\d+)$/.exec(args[0] ?? '')?.[1] ?? 80))
  const inner: Settings = { ...settings, returns: undefined, proxy: undefined }
  return {
    ports: ports.length === 0 ? [80] : [...new Set(ports)],
    names: block.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args),
    settings,
    locations: block
      .filter(({ name }) => name === 'location')
      .map(({ args, block: inside = [] }) => ({
        match: (args.length > 1 ? args[0] : '') as Location['match'],
        path: args.at(-1) ?? '/',
        settings: settingsOf(included(inside, world), inner, upstreams, world),
      })),
  }
}

function settingsOf(
  block: readonly Directive[],
  around: Settings,
  upstreams: ReadonlyMap<string, string>,
  world: World,
): Settings {
  let settings = around
  for (const directive of block) {
    const { name, args } = directive
    const [first = ''] = args
    if (name === 'root') settings = { ...settings, root: absolute(first, '/etc/nginx'), alias: undefined }
    else if (name === 'alias') settings = { ...settings, alias: absolute(first, '/etc/nginx') }
    else if (name === 'index') settings = { ...settings, index: args }
    else if (name === 'try_files') settings = { ...settings, tryFiles: args }
    else if (name === 'return') settings = { ...settings, returns: args }
    else if (name === 'access_log') settings = { ...settings, logs: first !== 'off' }
    else if (name === 'proxy_pass') settings = { ...settings, proxy: proxyOf(directive, upstreams, world) }
    else if (!harmless.has(name)) settings = { ...settings, unknown: settings.unknown ?? name }
  }
  return settings
}

const address = /^http:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/

/** Whom to ask instead: its name must be known when nginx starts. */
function proxyOf(
  { args: [url = ''], file, line }: Directive,
  upstreams: ReadonlyMap<string, string>,
  { network }: World,
): Settings['proxy'] {
  const [, name = '', ownPort, uri] = address.exec(url) ?? []
  const [host = '', port] = (upstreams.get(name) ?? name).split(':')
  if (name !== '' && !upstreams.has(name) && network.resolve(host) === undefined)
    throw new ConfigurationError(`host not found in upstream "${host}" in ${file}:${line}`)
  return { host, port: Number(ownPort ?? port ?? 80), uri }
}
