// Warns two minutes before the session ends, and goes to the sign-in page when it does.
// The times come from the server; other tabs of the same person tell when something was done there.
import { post, toSignIn } from './post.js'

const WARNING = 120
const LAST_WORDS = 5 // seconds before the end in which drafts are kept
const dialog = document.getElementById('time-out')

if (dialog) start()

function start () {
  const channel = new BroadcastChannel('marac-session')
  const idle = Number(dialog.dataset.idle) * 1000
  const end = Date.now() + Number(dialog.dataset.absolute) * 1000
  let idleEnd = Date.now() + idle
  let ending = false

  channel.postMessage('seen')
  channel.onmessage = ({ data }) => (data === 'seen' ? seen() : toSignIn())
  document.querySelectorAll('[data-sign-out]').forEach((form) => {
    form.addEventListener('submit', () => channel.postMessage('out'))
  })
  document.addEventListener('marac:seen', () => {
    seen()
    channel.postMessage('seen')
  })
  dialog.querySelector('[data-stay]').addEventListener('click', stay)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    stay()
  })
  setInterval(look, 1000)

  function seen () {
    idleEnd = Date.now() + idle
    if (dialog.open && secondsLeft() > WARNING) dialog.close()
  }

  function secondsLeft () {
    return Math.ceil((Math.min(idleEnd, end) - Date.now()) / 1000)
  }

  function look () {
    const left = secondsLeft()
    if (left <= LAST_WORDS) return leave()
    if (left <= WARNING) warn(left)
  }

  function warn (left) {
    const last = end <= idleEnd
    dialog.querySelector('[data-why-idle]').hidden = last
    dialog.querySelector('[data-why-absolute]').hidden = !last
    const words = left > 60 ? '2 minutes' : left > 20 ? '1 minute' : `${left} seconds`
    dialog.querySelectorAll('[data-left]').forEach((place) => { place.textContent = words })
    const said = dialog.querySelector('[data-said]')
    if (left % 20 === 0) said.textContent = `You will be signed out in ${words}`
    if (!dialog.open) {
      dialog.querySelector('[data-stay]').hidden = last
      dialog.showModal()
    }
  }

  async function stay () {
    if (end <= idleEnd) return dialog.close()
    try {
      const answer = await post('/still-here')
      if (!answer.ok) return leave()
      document.dispatchEvent(new CustomEvent('marac:seen'))
    } catch {
      // No network: the warning stays, and the person can try again.
    }
  }

  async function leave () {
    if (ending) return
    ending = true
    const waits = []
    const wait = (promise) => waits.push(promise.catch(() => {}))
    document.dispatchEvent(new CustomEvent('marac:ending', { detail: { wait } }))
    await Promise.race([Promise.all(waits), new Promise((resolve) => setTimeout(resolve, 4000))])
    await post('/sign-out', { json: {} }).catch(() => {}) // a script's sign-out is a time-out
    toSignIn()
  }
}
