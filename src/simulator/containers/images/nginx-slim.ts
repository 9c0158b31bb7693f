// nginx-slim: nginx as the StatefulSet pages use it.
import type { ImageBehaviour } from '../contract.ts'
import { nginxFiles } from '../nginx/files.ts'
import { nginxServer } from '../nginx/server.ts'

/** nginx-slim. */
export const image: ImageBehaviour = {
  name: 'nginx-slim',
  size: 21_000_000,
  cmd: ['nginx', '-g', 'daemon off;'],
  tools: 'gnu',
  has: ['curl'],
  files: nginxFiles,
  programs: { nginx: nginxServer, '/usr/sbin/nginx': nginxServer },
}
