// nginx: a web server; stops gracefully. Upstream: nginx/docker-nginx.
import type { ImageBehaviour } from '../contract.ts'
import { nginxFiles } from '../nginx/files.ts'
import { nginxServer } from '../nginx/server.ts'

/** nginx. */
export const image: ImageBehaviour = {
  name: 'nginx',
  size: 72_955_450,
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  tools: 'gnu',
  has: ['curl'],
  files: nginxFiles,
  programs: {
    '/docker-entrypoint.sh': nginxServer,
    nginx: nginxServer,
    '/usr/sbin/nginx': nginxServer,
  },
}
