// nginx: a web server; stops gracefully. Limit: its pages do not name its version.
import type { ImageBehaviour, Server } from '../contract.ts'
import { webFiles } from '../programs/web-files.ts'

const welcome = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
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
const missing =
  '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'

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
  http: webFiles('/usr/share/nginx/html', missing),
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
  files: { '/usr/share/nginx/html/index.html': welcome, '/etc/nginx/nginx.conf': '' },
  programs: {
    '/docker-entrypoint.sh': nginxServer,
    nginx: nginxServer,
    '/usr/sbin/nginx': nginxServer,
  },
}
