// Keeps `<section id="board" data-poll="/meetings/…/board/live" data-tag='"etag"'>` as the server has
// it. Every two seconds a GET with If-None-Match and X-Poll; 304 changes nothing in the page. The
// answer holds the same element (same id), whole, and any elements `<section id=… data-part>` that
// changed elsewhere on the page. data-said="words" on the first are read out politely when new.
// A text box inside a part that has the focus holds that part's change back until it is left.
// Others may send the document `marac:look` to have it look at once, and hear `marac:new` after.
import { toSignIn } from './post.js'

const PACE = 2000
const SLOWEST = 30000

document.querySelectorAll('[data-poll]').forEach((region) => follow(region.id, region.dataset))

function follow (id, { poll: address, tag: known }) {
  let tag = known || null
  let pause = PACE
  let timer = null
  let asking = false
  const status = voice()

  document.addEventListener('visibilitychange', () => { if (!document.hidden) pause = PACE })
  document.addEventListener('marac:look', look)
  next()

  function next () {
    clearTimeout(timer)
    timer = setTimeout(look, pause)
  }

  async function look () {
    if (document.hidden || asking) return next()
    asking = true
    try {
      const headers = { 'X-Poll': '1' }
      if (tag) headers['If-None-Match'] = tag
      const answer = await fetch(address, { headers, cache: 'no-store', redirect: 'manual' })
      if (answer.status === 401 || answer.type === 'opaqueredirect') return toSignIn()
      if (answer.status === 403 || answer.status === 404) return gone()
      if (answer.status === 200) {
        if (take(await answer.text())) tag = answer.headers.get('ETag')
      } else if (answer.status !== 304) throw new Error()
      if (pause > PACE) status.textContent = 'The page is live again'
      pause = PACE
    } catch {
      if (pause === PACE) status.textContent = 'The connection is interrupted. What you see may be old.'
      pause = Math.min(pause * 2, SLOWEST)
    }
    asking = false
    next()
  }

  // Puts every part in its place; false if one had to be held back, so that it is asked for again.
  function take (text) {
    const page = new DOMParser().parseFromString(text, 'text/html')
    const fresh = [...page.querySelectorAll('[data-part]')]
    const main = page.getElementById(id)
    if (main) fresh.unshift(main)
    const whole = fresh.map(swap).every(Boolean)
    if (main && main.dataset.said) status.textContent = main.dataset.said
    document.dispatchEvent(new CustomEvent('marac:new', { detail: { region: document.getElementById(id) } }))
    return whole
  }

  function swap (fresh) {
    const part = document.getElementById(fresh.id)
    if (!part) return true
    for (const { name, value } of fresh.attributes) part.setAttribute(name, value)
    if (fresh.innerHTML === part.innerHTML) return true
    if (isTypedIn(part)) return false
    const giveBack = focusIn(part)
    const open = [...part.querySelectorAll('details[open][id]')].map((box) => box.id)
    part.replaceChildren(...fresh.childNodes)
    open.forEach((box) => document.getElementById(box)?.setAttribute('open', ''))
    giveBack()
    return true
  }

  // Whoever may not ask any more may not go on reading either: nothing of the page stays on the screen.
  // What they were typing goes to the server first, sealed to themselves, where it is theirs to find.
  async function gone () {
    const kept = []
    document.dispatchEvent(new CustomEvent('marac:ending', { detail: { wait: (one) => kept.push(one) } }))
    const heading = made('h1', 'govuk-heading-l', 'This page has changed')
    const way = made('a', 'govuk-link', 'Load it again')
    way.href = location.pathname
    const words = made('p', 'govuk-body', '')
    words.append(way, ' to see what is open to you now.')
    document.querySelector('main').replaceChildren(heading, words)
    way.focus()
    await Promise.allSettled(kept)
  }
}

function isTypedIn (part) {
  const box = document.activeElement
  const typing = 'textarea, select, input:not([type=radio]):not([type=checkbox])'
  return part.contains(box) && box.matches(typing)
}

// Remembers what in the part has the focus, and gives it back to the same thing when it is new: the
// one with the same id, or the link to the same page, or what now stands in the same place.
function focusIn (part) {
  const before = document.activeElement
  if (!part.contains(before)) return () => {}
  const all = () => [...part.querySelectorAll('a[href], button, summary, input, select, textarea')]
  const place = all().indexOf(before)
  const address = before.getAttribute('href')
  return () => {
    const same = all().find((one) => (before.id ? one.id === before.id : address && one.getAttribute('href') === address))
    const next = same || all()[place] || part.closest('main')
    next?.focus({ preventScroll: true })
  }
}

function made (name, look, words) {
  const element = document.createElement(name)
  element.className = look
  element.textContent = words
  return element
}

function voice () {
  const place = made('p', 'govuk-body-s app-live-status', '')
  place.setAttribute('role', 'status')
  document.querySelector('main').append(place)
  return place
}
