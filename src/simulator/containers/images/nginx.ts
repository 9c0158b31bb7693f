// nginx: a web server; stops gracefully, and logs every request. Its pages name its version where the image's tag does.
// Limits: what it says when it starts and of errors names process ids and the kernel, and is left out.
// Upstream: html/index.html, ngx_http_special_response.c; nginx/docker-nginx, which leads /var/log/nginx to its standard streams.
import type { Answer, Ask, ImageBehaviour, Server, World } from '../contract.ts'
import { nginxLine } from '../programs/access-log.ts'
import { webFiles } from '../programs/web-files.ts'

const page = (style: string): string => `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
${style}
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`
const welcome = page(`html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }`)
/** What it was before 1.21. */
const oldWelcome = page(`    body {
        width: 35em;
        margin: 0 auto;
        font-family: Tahoma, Verdana, Arial, sans-serif;
    }`)

const missing = (name: string): string =>
  `<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>${name}</center>\r\n</body>\r\n</html>\r\n`

/** `1.27.5`, `1.14.2-alpine`: a tag of less says less. */
const exactVersion = /^(\d+\.\d+\.\d+)(?:-|$)/
const someVersion = /^1\.(\d+)/
const INDEX = '/usr/share/nginx/html/index.html'
const FIRST_OF_TODAY = 21

function serve(ask: Ask, world: World): Answer {
  const version = exactVersion.exec(world.tag)?.[1]
  const found = webFiles('/usr/share/nginx/html', missing(version === undefined ? 'nginx' : `nginx/${version}`))(
    ask,
    world,
  )
  const minor = someVersion.exec(world.tag)?.[1]
  const old = found.body === welcome && minor !== undefined && Number(minor) < FIRST_OF_TODAY
  const answer = old ? { ...found, body: oldWelcome } : found
  world.print(`${nginxLine(ask, answer, world)}\n`, 'stdout')
  return answer
}

/** What `nginx -s` sends to the server that runs. */
const tells: Readonly<Record<string, string>> = {
  quit: 'SIGQUIT',
  stop: 'SIGTERM',
  reload: 'SIGHUP',
  reopen: 'SIGUSR1',
}

/** nginx itself, for images built on it. */
export const nginxServer: Server = {
  listens: [80],
  http: serve,
  tells: (args) => (args.includes('-s') ? tells[args[args.indexOf('-s') + 1] ?? ''] : undefined),
}

/** nginx. */
export const image: ImageBehaviour = {
  name: 'nginx',
  size: 72_955_450,
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  tools: 'gnu',
  has: ['curl'],
  files: { [INDEX]: welcome, '/etc/nginx/nginx.conf': '' },
  programs: {
    '/docker-entrypoint.sh': nginxServer,
    nginx: nginxServer,
    '/usr/sbin/nginx': nginxServer,
  },
}
