// Keeps `<section id="board" data-poll="/meetings/…/board/live">` as the server has it.
// Every two seconds a GET with If-None-Match and X-Poll; 304 changes nothing in the page. The answer
// is the same element (same id), whole. data-said="words" on it are read out politely when it is new.
// A text box inside that has the focus holds the change back until it is left.
import { toSignIn } from './post.js'

const PACE = 2000
const SLOWEST = 30000

document.querySelectorAll('[data-poll]').forEach((region) => follow(region.id, region.dataset.poll))

function follow (id, address) {
  let tag = null
  let pause = PACE
  const status = voice()

  const next = () => setTimeout(look, pause)
  document.addEventListener('visibilitychange', () => { if (!document.hidden) pause = PACE })
  next()

  async function look () {
    if (document.hidden || isBusy()) return next()
    try {
      const headers = { 'X-Poll': '1' }
      if (tag) headers['If-None-Match'] = tag
      const answer = await fetch(address, { headers, cache: 'no-store', redirect: 'manual' })
      if (answer.status === 401 || answer.type === 'opaqueredirect') return toSignIn()
      if (answer.status === 403 || answer.status === 404) return gone()
      if (answer.status === 200) {
        tag = answer.headers.get('ETag')
        take(await answer.text())
      } else if (answer.status !== 304) throw new Error()
      if (pause > PACE) status.textContent = 'The page is live again'
      pause = PACE
    } catch {
      if (pause === PACE) status.textContent = 'The connection is interrupted. What you see may be old.'
      pause = Math.min(pause * 2, SLOWEST)
    }
    next()
  }

  function isBusy () {
    const box = document.activeElement
    const inside = document.getElementById(id).contains(box)
    return inside && (box.matches('textarea, select') || box.matches('input:not([type=radio]):not([type=checkbox])'))
  }

  function take (text) {
    const region = document.getElementById(id)
    const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(id)
    if (!fresh || fresh.innerHTML === region.innerHTML) return
    const focused = region.contains(document.activeElement) ? document.activeElement.id : ''
    const open = [...region.querySelectorAll('details[open][id]')].map((part) => part.id)
    region.replaceChildren(...fresh.childNodes)
    open.forEach((part) => document.getElementById(part)?.setAttribute('open', ''))
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
    if (fresh.dataset.said) status.textContent = fresh.dataset.said
  }

  function gone () {
    status.textContent = 'This page has changed. Load it again.'
  }
}

function voice () {
  const place = document.createElement('p')
  place.className = 'govuk-body-s app-live-status'
  place.setAttribute('role', 'status')
  document.querySelector('main').append(place)
  return place
}
