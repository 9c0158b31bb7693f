// httpd: Apache's web server.
import type { ImageBehaviour } from '../contract.ts'
import { webFiles } from '../programs/web-files.ts'

/** httpd. */
export const image: ImageBehaviour = {
  name: 'httpd',
  size: 58_000_000,
  cmd: ['httpd-foreground'],
  files: { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
  programs: {
    'httpd-foreground': {
      listens: [80],
      http: webFiles('/usr/local/apache2/htdocs', '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n'),
    },
  },
}
