/**
 * Somebody else's web site: one page whose form posts to the app. Under `localhost` it is another origin of the same site, so the
 * browser sends the app's cookies along; under `127.0.0.1` it is another site altogether.
 */
import { createServer, type Server } from 'node:http';

import { freePort } from './free-port.ts';

export class ForeignSite {
  private constructor(
    readonly sameSiteURL: string,
    readonly crossSiteURL: string,
    readonly server: Server,
  ) {}

  static async postingTo(action: string): Promise<ForeignSite> {
    const html = `<!doctype html><html lang="en"><title>Foreign</title><form method="post" action="${action}"><button>Win a prize</button></form></html>`;
    const port = await freePort();
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(html);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new ForeignSite(`http://localhost:${port}/`, `http://127.0.0.1:${port}/`, server);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
