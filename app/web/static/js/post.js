// Sends to our own server as the page's forms do, with the page's token.
export function post (address, { json = null, poll = false } = {}) {
  const headers = { 'X-CSRFToken': document.body.dataset.csrf || '' }
  if (json !== null) headers['Content-Type'] = 'application/json'
  if (poll) headers['X-Poll'] = '1' // does not count as somebody being there
  return fetch(address, {
    method: 'POST',
    headers,
    body: json === null ? null : JSON.stringify(json),
    cache: 'no-store',
    credentials: 'same-origin',
    redirect: 'manual'
  })
}

export function toSignIn () {
  location.assign('/sign-in?next=' + encodeURIComponent(location.pathname))
}
