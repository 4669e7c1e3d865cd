interface Content {
  url: string;
  key: string;
  user: string | undefined;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const page = ({ url, key, user }: Content) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>A board that knows you</title>
    <style>:root { color-scheme: light dark; font-family: system-ui, sans-serif; } main { max-inline-size: 36rem; margin: 2rem auto; padding-inline: 1rem; }</style>
    <script async src="${escaped(url)}/cdn/v1/engagement.js" data-key="${escaped(key)}" data-user-token-url="/api/engagement-token"></script>
  </head>
  <body>
    <main>
      <engagement-leaderboard board="top-creators" limit="3" pin-me>
        <p slot="fallback">The board cannot be shown right now.</p>
      </engagement-leaderboard>
      <form method="post" action="/sign-in">
        <p>${user ? `Signed in as ${escaped(user)}.` : 'Nobody is signed in.'}</p>
        <label>User <input name="user" required></label> <button>Sign in</button>
      </form>
    </main>
  </body>
</html>
`;
