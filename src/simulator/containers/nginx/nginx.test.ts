// nginx by its configuration: what it answers, what it logs, why it does not start.
import { expect, it } from 'vitest'
import type { Exit, Listener } from '../contract.ts'
import { image as nginx } from '../images/nginx.ts'
import { startMain } from '../main-process.ts'
import { worldOf } from '../world.fixture.ts'

/** A container of nginx whose conf.d is mounted with this; `others` are known by name and listen on port 80. */
function web(conf: string, others: Readonly<Record<string, Listener | 'refused' | 'unreachable'>> = {}) {
  const ports = new Map<number, Listener>()
  let out = ''
  let err = ''
  let ended: Exit | undefined
  const world = worldOf({
    image: nginx,
    tag: '1.27.5',
    hostname: 'web',
    mounts: ['/etc/nginx/conf.d'],
    print: (text, stream) => {
      if (stream === 'stdout') out += text
      else err += text
    },
    network: {
      ip: '10.0.0.1',
      listen: (port, listener) => ports.set(port, listener) !== undefined,
      close: (port) => ports.delete(port),
      connect: (ip) => others[ip] ?? 'refused',
      resolve: (name) => (name in others ? name : undefined),
      addresses: () => [],
    },
  })
  world.files.makeDirectory('/usr/share/nginx/html/sub', true)
  world.files.makeDirectory('/etc/nginx/conf.d', true)
  for (const [path, text] of Object.entries(nginx.files ?? {}))
    if (!path.includes('conf.d')) world.files.write(path, text)
  world.files.write('/etc/nginx/conf.d/default.conf', conf)
  const { clock } = world
  startMain(['nginx'], nginx, undefined, { clock, world, exit: (exit) => (ended = exit) })
  clock.runTo(clock.now() + 1000)
  return {
    ports: [...ports.keys()],
    get: (path: string, port = 80) => {
      const answer = ports.get(port)?.http?.({ method: 'GET', path, headers: { Host: 'web' }, from: '10.0.0.9' })
      const { code, body, location, after } = answer ?? { code: 0, body: '' }
      return [code, body.split('\r\n')[1] ?? body, location ?? after].filter((each) => each !== undefined)
    },
    out: () => out,
    failed: () => [ended, err],
  }
}

it('answers by its locations: exact ones, expressions, the longest beginning', () => {
  const { get, ports, out } = web(`
    # comments are left out
    server {
      listen 8080 default_server; listen [::]:8080;
      location / { return 200 "host $hostname, asked \${request_uri}\\n"; }
      location = /exact { return 204; }
      location /api/ { return 403; }
      location ~ \\.txt$ { return 302 /texts; }
      location ^~ /plain/ { access_log off; return 200 plain; }
    }`)
  expect(ports).toEqual([8080])
  expect(get('/x?y=1', 8080)).toEqual([200, 'host web, asked /x?y=1\n'])
  expect(get('/exact', 8080)).toEqual([204, ''])
  expect(get('/api/v1', 8080)).toEqual([403, '<head><title>403 Forbidden</title></head>'])
  expect(get('/api/a.txt', 8080)).toEqual([302, '<head><title>302 Found</title></head>', '/texts'])
  expect(get('/plain/a.txt', 8080)).toEqual([200, 'plain'])
  expect(out()).toBe(
    `10.0.0.9 - - [01/Jan/2026:00:00:01 +0000] "GET /x?y=1 HTTP/1.1" 200 23 "-" "-" "-"
10.0.0.9 - - [01/Jan/2026:00:00:01 +0000] "GET /exact HTTP/1.1" 204 0 "-" "-" "-"
10.0.0.9 - - [01/Jan/2026:00:00:01 +0000] "GET /api/v1 HTTP/1.1" 403 153 "-" "-" "-"
10.0.0.9 - - [01/Jan/2026:00:00:01 +0000] "GET /api/a.txt HTTP/1.1" 302 145 "-" "-" "-"
`,
  )
})

it('serves files of its root, an alias, and what it tries', () => {
  const { get } = web(`
    server {
      location / { root /usr/share/nginx/html; index index.html; }
      location /conf/ { alias /etc/nginx/conf.d/; }
      location /app { try_files $uri /index.html; }
    }`)
  expect(get('/')[0]).toBe(200)
  expect(get('/none')).toEqual([404, '<head><title>404 Not Found</title></head>'])
  expect(get('/sub')).toEqual([301, '<head><title>301 Moved Permanently</title></head>', '/sub/'])
  expect(get('/sub/')).toEqual([403, '<head><title>403 Forbidden</title></head>'])
  expect(get('/conf/default.conf')[0]).toBe(200)
  expect(get('/app/route')[1]).toContain('Welcome to nginx!')
})

it('asks others in its place', () => {
  const back: Listener = { http: ({ path, headers }) => ({ code: 200, body: `${headers?.['Host']} ${path}` }) }
  const { get } = web(
    `upstream Backend { server back; server down; }
     server {
       location / { proxy_pass http://Backend; }
       location /v1/ { proxy_pass http://back:80/; }
       location /down { proxy_pass http://down; }
       location /far { proxy_pass http://far; }
       location /php { fastcgi_pass x; }
     }`,
    { back, down: 'refused', far: 'unreachable' },
  )
  expect(get('/a?b')).toEqual([200, 'back /a?b'])
  expect(get('/v1/users')).toEqual([200, 'back /users'])
  expect(get('/down')).toEqual([502, '<head><title>502 Bad Gateway</title></head>'])
  expect(get('/far')).toEqual([504, '<head><title>504 Gateway Time-out</title></head>', 60_000])
  expect(get('/php')).toEqual([501, 'NotSimulated: fastcgi_pass of nginx\n'])
})

it.each([
  ['server {\n  location / {\n    proxy_pass http://nobody;\n  }\n}\n', 'host not found in upstream "nobody"', 3],
  ['server {\n  listen 80\n}\n', 'unexpected "}"', 3],
  ['server {\n  listen 80;\n', 'unexpected end of file, expecting ";" or "}"', 3],
])('does not start: %s', (conf, problem, line) => {
  const emerg = `[emerg] %: ${problem} in /etc/nginx/conf.d/default.conf:${line}\n`
  const text = `2026/01/01 00:00:00 ${emerg.replace('%', '1#1')}nginx: ${emerg.replace('%: ', '')}`
  expect(web(conf).failed()).toEqual([{ code: 1 }, text])
})
